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
import org.docket.monitoring.Notices;
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

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final CaseSystems systems;
    private final Notices notices;
    private final Bell bell;
    private final Clock clock;
    private final Duration retry;

    public Relay(
            Jdbi jdbi,
            Ledger ledger,
            CaseSystems systems,
            Notices notices,
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
                .bind("again", now.plus(retry(system)))
                .bind("stray", now.plus(retry(system)).plus(CLOCKS_APART))
                .bind("longest", now.plus(PutOffs.LONGEST))
                .bind("limit", limit)
                .mapTo(Handover.class)
                .list());
    }

    private Duration retry(String system) {
        return systems.system(system)
                .flatMap(known -> known.delivery().redelivery())
                .orElse(retry);
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

    /** The broker has the messages on its disk. */
    public void sent(Outgoing.Batch batch) {
        Instant now = clock.instant();
        Map<UUID, Outgoing> byId = new LinkedHashMap<>();
        batch.messages().forEach(message -> byId.put(message.handover().id(), message));
        List<Due> dues =
                batch.handovers().stream().map(handover -> due(handover, now)).toList();
        jdbi.useTransaction(handle -> {
            // Locked in one order for all who lock several.
            List<UUID> sent = handle.createQuery("with mine as (select id from handover where id = any(:ids)"
                            + " and state in ('PENDING', 'OVERDUE') order by id for update) update handover h set"
                            + " state = case when h.state = 'PENDING' then 'SENT' else h.state end, sent_at = :now,"
                            + " answer_due_at = new.due, next_attempt_at = new.due, last_error = null, put_offs = 0,"
                            + " times_sent = times_sent + 1,"
                            + " put_off_until = null"
                            + " from unnest(:ids, cast(:dues as timestamptz[])) as new (id, due)"
                            + " where h.id = new.id and h.id in (select id from mine) returning h.id")
                    .bind("now", now)
                    .bindArray("ids", UUID.class, dues.stream().map(Due::id).toList())
                    .bindArray(
                            "dues",
                            String.class,
                            dues.stream().map(due -> due.at().toString()).toList())
                    .mapTo(UUID.class)
                    .list();
            ledger.append(handle, acts(byId, sent, now));
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

    private static List<Ledger.Act> acts(Map<UUID, Outgoing> messages, List<UUID> ids, Instant now) {
        List<Ledger.Act> acts = new ArrayList<>();
        messages.forEach((id, message) -> {
            if (ids.contains(id)) {
                acts.add(message.handover().act(now, Ledger.DOCKET, "handed-over", "the broker has the message"));
                if (message.linkUntil() != null) {
                    acts.add(linkGiven(message.handover(), message.linkUntil(), now));
                }
            }
        });
        return acts;
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

    /** The broker did not take the messages. They are tried again as soon as it does. */
    public void failed(List<Handover> handovers, @Nullable String error) {
        jdbi.useHandle(handle -> handle.createUpdate("update handover set last_error = :error, next_attempt_at = :now"
                        + " where id = any(:ids) and state in ('PENDING', 'OVERDUE')")
                .bind("error", error)
                .bind("now", clock.instant())
                .bindArray(
                        "ids", UUID.class, handovers.stream().map(Handover::id).toList())
                .execute());
    }

    /** Finds the handovers that were not answered in time. They are sent again, and people are told. */
    public void overdue() {
        int found;
        do {
            found = jdbi.inTransaction(this::overdue);
        } while (found == OVERDUE_AT_ONCE);
    }

    private int overdue(Handle handle) {
        Instant now = clock.instant();
        List<Handover> late = handle.createQuery("with late as (select id from handover where state = 'SENT'"
                        + " and answer_due_at <= :now order by answer_due_at limit :limit for update skip locked)"
                        + " update handover set state = 'OVERDUE', next_attempt_at = :now"
                        + " where id in (select id from late) returning *")
                .bind("now", now)
                .bind("limit", OVERDUE_AT_ONCE)
                .mapTo(Handover.class)
                .list();
        Map<String, Integer> bySystem = new LinkedHashMap<>();
        late.forEach(handover -> bySystem.merge(handover.system(), 1, Integer::sum));
        notices.addAll(
                handle,
                bySystem.entrySet().stream()
                        .map(entry -> notice(entry.getKey(), entry.getValue()))
                        .toList());
        bell.ringAfter(handle, bySystem.keySet());
        return late.size();
    }

    private static Notice notice(String system, int number) {
        return Notice.of(
                Notice.Kind.HANDOVER_OVERDUE,
                (number == 1 ? "1 handover to " + system + " was" : number + " handovers to " + system + " were")
                        + " not acknowledged in time; " + (number == 1 ? "it is" : "they are") + " sent again",
                "see './docket handovers --system " + system
                        + " --state overdue', and whether the case system reads its queue and answers");
    }
}
