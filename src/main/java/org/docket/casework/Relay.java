package org.docket.casework;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Gives handovers to the broker: each at least once and always under the same id, those of one recording to one case system in order,
 * and again when the answer of the case system is overdue.
 */
public final class Relay {
    /** Nobody waits for longer without looking: what wakes them may be lost. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(10);
    private static final int OVERDUE_AT_ONCE = 1_000;

    /** What is tried for longer than that is told to people. */
    static final Duration SOON = Duration.ofMinutes(15);

    /** What another hub, or another lane, claimed a moment ago was not put off by a clock that has been set back since. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

    /**
     * Another of the recording of {@code h} goes first. Each is looked up by its recording, whatever PostgreSQL believes: as nearly all
     * handovers are acknowledged, it takes those that wait for very few, and would read all of a backlog for each of them. Within a
     * coalesce it can make no join of it, and does not see that an index has only those that wait.
     */
    private static final String ANOTHER_BEFORE = "coalesce(exists (select 1 from handover e"
            + " where e.recording_id = h.recording_id and e.position < h.position and coalesce(e.state, '') = 'PENDING'"
            + " and e.system = h.system), false)";

    /** Locked in one order for all who lock several. */
    private static final String OPEN =
            "select id from handover where id = any(:ids) and state in ('PENDING', 'OVERDUE') order by id for update";

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final CaseSystems systems;
    private final HandoverNotices notices;
    private final Bell bell;
    private final Clock clock;
    private final Duration retry;

    public Relay(
            Jdbi jdbi,
            Ledger ledger,
            CaseSystems systems,
            HandoverNotices notices,
            Bell bell,
            Clock clock,
            CaseworkConfiguration configuration) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.systems = systems;
        this.notices = notices;
        this.bell = bell;
        this.clock = clock;
        this.retry = configuration.retry();
    }

    /**
     * Takes handovers that are to be sent to a case system: the oldest first, of one recording only the oldest, as what follows waits for
     * it, and then those of which the answer is overdue. Nobody else gets them until the retry time has passed; that is also when they
     * come again if nothing was reported of them. One that is much further away than that was put off by a clock that has been set back since.
     */
    public List<Handover> claim(String system, int limit) {
        Instant now = clock.instant();
        return jdbi.inTransaction(handle -> handle.createQuery("with pending as (select id from handover h"
                        + " where system = :system and state = 'PENDING' and (next_attempt_at <= :now or next_attempt_at > :stray)"
                        + " and (put_off_until is null or put_off_until <= :now or put_off_until > :longest)"
                        + " and not " + ANOTHER_BEFORE
                        + " order by position limit :limit for update skip locked),"
                        + " overdue as (select id from handover where system = :system and state = 'OVERDUE'"
                        + " and next_attempt_at <= :now order by next_attempt_at"
                        + " limit :limit - (select count(*) from pending) for update skip locked),"
                        + " claimed as (update handover set attempts = attempts + 1, next_attempt_at = :again"
                        + " where id in (select id from pending union all select id from overdue) returning *)"
                        + " select * from claimed order by position")
                .bind("system", system)
                .bind("now", now)
                .bind("again", now.plus(retry))
                .bind("stray", now.plus(retry).plus(CLOCKS_APART))
                .bind("longest", now.plus(PutOffs.LONGEST))
                .bind("limit", limit)
                .mapTo(Handover.class)
                .list());
    }

    /** How long there is nothing to send to a case system if nothing new comes. What waits for another of its recording does not count. */
    Duration untilNext(String system) {
        Instant now = clock.instant();
        Optional<Instant> next = jdbi.withHandle(handle -> handle.createQuery("select least("
                        + "(select min(next_attempt_at) from handover where system = :system and state = 'OVERDUE'),"
                        + " (select min(next_attempt_at) from handover h where system = :system and state = 'PENDING'"
                        + " and not " + ANOTHER_BEFORE + ")) as next")
                .bind("system", system)
                .mapTo(Instant.class)
                .findOne());
        Duration wait = next.map(at -> Duration.between(now, at)).orElse(LONGEST_WAIT);
        if (wait.compareTo(SHORTEST_WAIT) < 0) {
            return SHORTEST_WAIT;
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /**
     * The broker has the messages on its disk. The case system may have answered some of them by now: that they were sent is noted all the
     * same.
     */
    public void sent(Outgoing.Batch batch) {
        Instant now = clock.instant();
        List<Due> dues =
                batch.handovers().stream().map(handover -> due(handover, now)).toList();
        jdbi.useTransaction(handle -> {
            // Locked in one order for all who lock several.
            Map<UUID, Integer> sentBefore = handle.createQuery(
                            "with mine as (select id, state, times_sent from handover"
                                    + " where id = any(:ids) order by id for update), new as (select id, due,"
                                    + " mine.state in ('PENDING', 'OVERDUE') as open, mine.times_sent as before"
                                    + " from unnest(:ids, cast(:dues as timestamptz[])) as given (id, due) join mine using (id))"
                                    + " update handover h set state = case when h.state = 'PENDING' then 'SENT' else h.state end,"
                                    + " sent_at = :now, put_offs = 0, put_off_until = null, times_sent = case when h.state in"
                                    + " ('ACKNOWLEDGED', 'REJECTED') then greatest(1, times_sent) else times_sent + 1 end,"
                                    + " answer_due_at = case when new.open then new.due else answer_due_at end,"
                                    + " next_attempt_at = case when new.open then new.due else next_attempt_at end,"
                                    + " last_error = case when new.open then null else last_error end"
                                    + " from new where h.id = new.id returning h.id, new.before")
                    .bind("now", now)
                    .bindArray("ids", UUID.class, dues.stream().map(Due::id).toList())
                    .bindArray(
                            "dues",
                            String.class,
                            dues.stream().map(due -> due.at().toString()).toList())
                    .reduceRows(new LinkedHashMap<>(), (all, row) -> {
                        all.put(row.getColumn("id", UUID.class), row.getColumn("before", Integer.class));
                        return all;
                    });
            ledger.append(handle, acts(batch.messages(), sentBefore, now));
        });
    }

    private record Due(UUID id, Instant at) {}

    private Due due(Handover handover, Instant now) {
        return new Due(
                handover.id(),
                systems.system(handover.system())
                        .map(known -> known.delivery().patience())
                        .orElse(Patience.DEFAULT)
                        .due(now, handover.timesSent() + 1));
    }

    private static List<Ledger.Act> acts(List<Outgoing> messages, Map<UUID, Integer> sentBefore, Instant now) {
        List<Ledger.Act> acts = new ArrayList<>();
        for (Outgoing message : messages) {
            Handover handover = message.handover();
            Integer before = sentBefore.get(handover.id());
            // Whoever heard the answer first has noted that it was sent.
            if (before != null && before <= handover.timesSent()) {
                acts.add(handedOver(handover, now));
            }
            if (message.linkUntil() != null) {
                acts.add(linkGiven(handover, message.linkUntil(), now));
            }
        }
        return acts;
    }

    static Ledger.Act handedOver(Handover handover, Instant now) {
        return handover.act(now, Ledger.DOCKET, "handed-over", "the broker has the message");
    }

    private static Ledger.Act linkGiven(Handover handover, Instant until, Instant now) {
        return new Ledger.Act(
                handover.recordingId(),
                now,
                Ledger.DOCKET,
                "link-given",
                "casework.yaml includes links for this case system",
                Map.of("system", handover.system(), "until", until, "handover", handover.id()));
    }

    /** The broker did not take the messages. Nobody else gets them until they are {@link #free freed}. */
    public void failed(List<Handover> handovers, @Nullable String error) {
        jdbi.useTransaction(handle -> handle.createUpdate("with mine as (" + OPEN + ") update handover"
                        + " set last_error = :error where id in (select id from mine)")
                .bind("error", error)
                .bindArray("ids", UUID.class, ids(handovers))
                .execute());
    }

    /**
     * Lets those that were not sent be tried again: as soon as the broker takes something, or after the time that {@code casework.yaml}
     * gives that case system.
     */
    void free(List<Handover> handovers) {
        if (handovers.isEmpty()) {
            return;
        }
        Duration redelivery = systems.system(handovers.get(0).system())
                .flatMap(known -> known.delivery().redelivery())
                .orElse(Duration.ZERO);
        jdbi.useTransaction(handle -> handle.createUpdate("with mine as (" + OPEN + ") update handover"
                        + " set next_attempt_at = :again where id in (select id from mine)"
                        + " and last_error is not null and (put_off_until is null or put_off_until <= :now)")
                .bind("now", clock.instant())
                .bind("again", clock.instant().plus(redelivery))
                .bindArray("ids", UUID.class, ids(handovers))
                .execute());
    }

    private static List<UUID> ids(List<Handover> handovers) {
        return handovers.stream().map(Handover::id).toList();
    }

    /** Finds the handovers that were not answered in time, which are sent again, and those that wait in vain. People are told. */
    public void overdue() {
        int found;
        do {
            found = jdbi.inTransaction(this::overdue);
        } while (found == OVERDUE_AT_ONCE);
        jdbi.useTransaction(handle -> {
            for (CaseSystem system : systems.all()) {
                tellOfUnsent(handle, system.id());
            }
            notices.tellTheRest(handle);
        });
    }

    /** One whose answer is due later than anybody has patience was sent by a clock that was ahead. */
    private int overdue(Handle handle) {
        Instant now = clock.instant();
        List<Handover> late = handle.createQuery("with late as (select id from handover where state = 'SENT'"
                        + " and (answer_due_at <= :now or answer_due_at > :latest) and system = any(:systems)"
                        + " order by answer_due_at limit :limit for update skip locked)"
                        + " update handover set state = 'OVERDUE', next_attempt_at = :now"
                        + " where id in (select id from late) returning *")
                .bind("now", now)
                .bind("latest", now.plus(longestPatience()).plus(CLOCKS_APART))
                .bindArray("systems", String.class, systems.ids().toArray())
                .bind("limit", OVERDUE_AT_ONCE)
                .mapTo(Handover.class)
                .list();
        Map<String, Integer> bySystem = new LinkedHashMap<>();
        late.forEach(handover -> bySystem.merge(handover.system(), 1, Integer::sum));
        notices.add(handle, Notice.Kind.HANDOVER_OVERDUE, bySystem);
        bell.ringAfter(handle, bySystem.keySet());
        return late.size();
    }

    private Duration longestPatience() {
        return systems.all().stream()
                .map(system -> system.delivery().patience())
                .map(Patience::most)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private void tellOfUnsent(Handle handle, String system) {
        boolean late = handle.createQuery("select created_at <= :soon and last_error is not null from handover"
                        + " where system = :system and state = 'PENDING' and put_offs = 0 order by position limit 1")
                .bind("soon", clock.instant().minus(SOON))
                .bind("system", system)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        if (late && notices.isDue(handle, Notice.Kind.HANDOVER_UNSENT, system)) {
            int waiting = handle.createQuery(
                            "select count(*) from handover where system = :system and state = 'PENDING' and put_offs = 0")
                    .bind("system", system)
                    .mapTo(Integer.class)
                    .one();
            notices.add(handle, Notice.Kind.HANDOVER_UNSENT, Map.of(system, waiting));
        }
    }
}
