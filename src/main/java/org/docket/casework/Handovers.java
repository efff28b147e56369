package org.docket.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The handovers as people look at them, and send them again. */
public final class Handovers {
    private static final String LISTED =
            "select id, recording_id, system, type, state, attempts, times_sent, created_at, sent_at,"
                    + " answer_due_at, answered_at, put_off_until, last_error from handover";

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Bell bell;
    private final Set<String> systems;
    private final Clock clock;

    /**
     * The handovers.
     *
     * @param systems the ids of the case systems that there are
     */
    public Handovers(Jdbi jdbi, Ledger ledger, Bell bell, Set<String> systems, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.bell = bell;
        this.systems = Set.copyOf(systems);
        this.clock = clock;
        jdbi.registerRowMapper(ConstructorMapper.factory(Listed.class));
    }

    /**
     * A handover, without its message.
     *
     * @param attempts how often it was given to the broker, whether it took it or not
     * @param timesSent how often the broker took it
     * @param answerDueAt when its answer is due, or was; absent before it is sent
     * @param answeredAt when the case system acknowledged or rejected it last
     * @param putOffUntil until when it is not tried, as it cannot be put into the form that its case system reads
     * @param lastError why it could not be sent, or was rejected
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Listed(
            UUID id,
            UUID recordingId,
            String system,
            String type,
            Handover.State state,
            int attempts,
            int timesSent,
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable Instant answerDueAt,
            @Nullable Instant answeredAt,
            @Nullable Instant putOffUntil,
            @Nullable String lastError) {}

    /**
     * Which handovers are wanted. With neither a state nor a recording it is those that are not acknowledged.
     *
     * @param system only those to it
     * @param state only those in it
     * @param recordingId only those that tell of it
     */
    public record Filter(
            @Nullable String system,
            Handover.@Nullable State state,
            @Nullable UUID recordingId) {
        private String condition() {
            return (state != null
                            ? "state = :state"
                            : recordingId == null ? "state <> 'ACKNOWLEDGED'" : "recording_id = :recording")
                    + (state != null && recordingId != null ? " and recording_id = :recording" : "")
                    + (system == null ? "" : " and system = :system");
        }
    }

    /**
     * Those that are wanted, the oldest first.
     *
     * @param after only those that were written after that one
     */
    public List<Listed> page(Filter filter, @Nullable UUID after, int limit) {
        // The ids of messages begin with when they were written.
        return jdbi.withHandle(handle -> handle.createQuery(LISTED + " where " + filter.condition()
                        + (after == null ? "" : " and id > :after") + " order by id limit :limit")
                .bind("state", filter.state())
                .bind("system", filter.system())
                .bind("recording", filter.recordingId())
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Listed.class)
                .list());
    }

    /** One of them; there may be none of that id. */
    public Optional<Listed> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(LISTED + " where id = :id")
                .bind("id", id)
                .mapTo(Listed.class)
                .findOne());
    }

    /** The message of one of them, as it was written: structured JSON, before it is put into the form that its case system reads. */
    public Optional<String> message(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select message from handover where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /**
     * That something is sent again.
     *
     * @param by who says so
     * @param reason why
     * @param key makes it the same wish when it comes again; without it, it is another one each time
     */
    public record Wish(String by, String reason, @Nullable Key key) {
        /** A wish that does not come again. */
        public static Wish of(String by, String reason) {
            return new Wish(by, reason, null);
        }
    }

    /**
     * The id of a request.
     *
     * @param source who chose it
     * @param id unique for that source
     */
    public record Key(String source, String id) {}

    /** What became of the wish that a handover is sent again. */
    public sealed interface Again {
        /**
         * It is sent as soon as the broker takes it.
         *
         * @param before as it was until now: if it was rejected, with the reason
         */
        record Sent(Listed before) implements Again {}

        /** Nothing changed: it is about to be sent anyway, or the same was wished before. */
        record Already(Listed now) implements Again {}

        /** It is not. */
        record Refused(String reason) implements Again {}
    }

    /**
     * Sends a handover again under its id: one that was rejected, that nobody answered yet, or that was put off. It stands in the ledger of
     * its recording.
     */
    public Again again(UUID id, Wish wish) {
        return jdbi.inTransaction(handle -> {
            List<Listed> found = handle.createQuery(LISTED + " where id = :id for update")
                    .bind("id", id)
                    .mapTo(Listed.class)
                    .list();
            if (found.isEmpty()) {
                return new Again.Refused("there is no handover " + id + "; './docket handovers' lists them");
            }
            Listed handover = found.get(0);
            return switch (note(handle, wish, id.toString())) {
                case SAME -> new Again.Already(handover);
                case OTHER -> new Again.Refused(another(wish));
                case NEW -> again(handle, handover, wish);
            };
        });
    }

    private Again again(Handle handle, Listed handover, Wish wish) {
        if (handover.state() == Handover.State.ACKNOWLEDGED) {
            forget(handle, wish);
            return new Again.Refused(handover.system() + " has acknowledged it");
        }
        if (!systems.contains(handover.system())) {
            forget(handle, wish);
            return new Again.Refused("casework.yaml lists no case system '" + handover.system()
                    + "', so nobody sends to it: list it again, and start the hub again");
        }
        if (handover.state() == Handover.State.PENDING && handover.putOffUntil() == null) {
            return new Again.Already(handover);
        }
        sendAgain(handle, List.of(handover), wish);
        return new Again.Sent(handover);
    }

    private void sendAgain(Handle handle, List<Listed> handovers, Wish wish) {
        Instant now = clock.instant();
        handle.createUpdate("update handover set state = 'PENDING', next_attempt_at = :now, answer_due_at = null,"
                        + " put_off_until = null where id = any(:ids)")
                .bind("now", now)
                .bindArray("ids", UUID.class, handovers.stream().map(Listed::id).toList())
                .execute();
        ledger.append(
                handle, handovers.stream().map(each -> act(each, wish, now)).toList());
        bell.ringAfter(handle, handovers.stream().map(Listed::system).distinct().toList());
    }

    private static Ledger.Act act(Listed handover, Wish wish, Instant now) {
        return new Ledger.Act(
                handover.recordingId(),
                now,
                wish.by(),
                "handover-again",
                wish.reason(),
                Map.of("system", handover.system(), "type", handover.type(), "handover", handover.id()));
    }

    /** What became of the wish that all that a case system rejected is sent again. */
    public sealed interface AllAgain {
        /** They are sent as soon as the broker takes them. */
        record Sent(int number) implements AllAgain {}

        /** The same was wished before. */
        record Already() implements AllAgain {}

        /** They are not. */
        record Refused(String reason) implements AllAgain {}
    }

    /** Sends all that a case system rejected again. It stands in the ledger of each recording. */
    public AllAgain rejectedAgain(String system, Wish wish) {
        return jdbi.inTransaction(handle -> switch (note(handle, wish, system)) {
            case SAME -> new AllAgain.Already();
            case OTHER -> new AllAgain.Refused(another(wish));
            case NEW -> {
                List<Listed> rejected = handle.createQuery(
                                LISTED + " where system = :system and state = 'REJECTED' order by id for update")
                        .bind("system", system)
                        .mapTo(Listed.class)
                        .list();
                if (!rejected.isEmpty()) {
                    sendAgain(handle, rejected, wish);
                }
                yield new AllAgain.Sent(rejected.size());
            }
        });
    }

    private Seen.Before note(Handle handle, Wish wish, String what) {
        Key key = wish.key();
        return key == null
                ? Seen.Before.NEW
                : Seen.note(
                        handle,
                        key.source(),
                        key.id(),
                        Seen.content(List.of("handover-again", what, wish.by(), wish.reason())),
                        clock.instant());
    }

    private static void forget(Handle handle, Wish wish) {
        if (wish.key() != null) {
            Seen.forget(handle, wish.key().source(), wish.key().id());
        }
    }

    private static String another(Wish wish) {
        return "the request id '" + (wish.key() == null ? "" : wish.key().id())
                + "' came before with another content; give every request an id of its own";
    }

    /** How many handovers to a case system are in that state. */
    public long count(String system, Handover.State state) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from handover where system = :system and state = :state")
                        .bind("system", system)
                        .bind("state", state.name())
                        .mapTo(Long.class)
                        .one());
    }

    /** What is open of these case systems, each in its place. It reads no handover that is acknowledged. */
    public Map<String, OpenHandovers> open(Collection<String> systems) {
        return jdbi.withHandle(handle -> OpenHandovers.of(handle, systems));
    }

    /** How many handovers are open to case systems that there are no more, by their ids. Nobody sends these. */
    public Map<String, Integer> stranded(Handle handle) {
        return handle.createQuery("select system, count(*) as number from handover where state <> 'ACKNOWLEDGED'"
                        + " and system <> all(:systems) group by system order by system")
                .bindArray("systems", String.class, systems.toArray())
                .reduceRows(new LinkedHashMap<>(), (all, row) -> {
                    all.put(row.getColumn("system", String.class), row.getColumn("number", Integer.class));
                    return all;
                });
    }

    /** What is open of one case system. */
    public OpenHandovers open(String system) {
        return open(List.of(system)).getOrDefault(system, OpenHandovers.NONE);
    }
}
