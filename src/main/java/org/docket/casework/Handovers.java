package org.docket.casework;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The handovers as people look at them, and send them again. */
public final class Handovers {
    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Bell bell;
    private final Clock clock;

    public Handovers(Jdbi jdbi, Ledger ledger, Bell bell, Clock clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.bell = bell;
        this.clock = clock;
        jdbi.registerRowMapper(ConstructorMapper.factory(Listed.class));
    }

    /**
     * A handover, without its message.
     *
     * @param attempts how often it was given to the broker
     * @param answerDueAt when its answer is due, or was; absent before it is sent
     * @param lastError why it could not be sent, or was rejected
     */
    public record Listed(
            UUID id,
            UUID recordingId,
            String system,
            String type,
            Handover.State state,
            int attempts,
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable Instant answerDueAt,
            @Nullable String lastError) {}

    /**
     * Those that are not acknowledged, the oldest first.
     *
     * @param system only those to it
     * @param state only those in it; with ACKNOWLEDGED these instead
     */
    public List<Listed> list(@Nullable String system, Handover.@Nullable State state, int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id, recording_id, system, type, state, attempts, created_at,"
                                + " sent_at, answer_due_at, last_error from handover"
                                + " where " + (state == null ? "state <> 'ACKNOWLEDGED'" : "state = :state")
                                + (system == null ? "" : " and system = :system")
                                + " order by position limit :limit")
                        .bind("state", state)
                        .bind("system", system)
                        .bind("limit", limit)
                        .mapTo(Listed.class)
                        .list());
    }

    /** What became of the wish that a handover is sent again. */
    public sealed interface Again {
        /** It is sent as soon as the broker takes it. */
        record Sent(UUID recordingId, String system) implements Again {}

        /** It is not. */
        record Refused(String reason) implements Again {}
    }

    /**
     * Sends a handover again under its id: one that was rejected, or that nobody answered yet. It stands in the ledger of its recording.
     *
     * @param by who says so
     * @param reason why
     */
    public Again again(UUID id, String by, String reason) {
        return jdbi.inTransaction(handle -> {
            Optional<Handover> found = handle.createQuery("select * from handover where id = :id for update")
                    .bind("id", id)
                    .mapTo(Handover.class)
                    .findOne();
            if (found.isEmpty()) {
                return new Again.Refused("there is no handover " + id + "; './docket handovers' lists them");
            }
            return again(handle, found.get(), by, reason);
        });
    }

    private Again again(Handle handle, Handover handover, String by, String reason) {
        if (handover.state() == Handover.State.ACKNOWLEDGED) {
            return new Again.Refused(handover.system() + " has acknowledged it");
        }
        if (handover.state() != Handover.State.PENDING) {
            Instant now = clock.instant();
            handle.createUpdate("update handover set state = 'PENDING', next_attempt_at = :now, answer_due_at = null,"
                            + " put_off_until = null"
                            + " where id = :id")
                    .bind("now", now)
                    .bind("id", handover.id())
                    .execute();
            ledger.append(handle, List.of(handover.act(now, by, "handover-again", reason)));
            bell.ringAfter(handle, List.of(handover.system()));
        } else {
            tryNow(handle, handover);
        }
        return new Again.Sent(handover.recordingId(), handover.system());
    }

    /** One that was put off is tried at once. */
    private void tryNow(Handle handle, Handover handover) {
        handle.createUpdate("update handover set put_off_until = null, next_attempt_at = :now"
                        + " where id = :id and put_off_until is not null")
                .bind("now", clock.instant())
                .bind("id", handover.id())
                .execute();
        bell.ringAfter(handle, List.of(handover.system()));
    }

    /**
     * Sends all that a case system rejected again.
     *
     * @return how many these are
     */
    public int rejectedAgain(String system, String by, String reason) {
        return jdbi.inTransaction(handle -> {
            List<Handover> rejected = handle.createQuery("select * from handover where system = :system"
                            + " and state = 'REJECTED' order by id for update")
                    .bind("system", system)
                    .mapTo(Handover.class)
                    .list();
            rejected.forEach(handover -> again(handle, handover, by, reason));
            return rejected.size();
        });
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

    /** When the oldest of those that are not acknowledged was written; nothing if all are. */
    public Optional<Instant> oldestOpen(String system) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select min(created_at) from handover" + " where system = :system and state <> 'ACKNOWLEDGED'")
                .bind("system", system)
                .mapTo(Instant.class)
                .findOne());
    }

    /** How many handovers to a case system cannot be put into the form that it reads, and wait. */
    public long countPutOff(String system) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from handover"
                        + " where system = :system and put_off_until is not null and state in ('PENDING', 'OVERDUE')")
                .bind("system", system)
                .mapTo(Long.class)
                .one());
    }
}
