package org.docket.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.casework.Incoming;
import org.docket.casework.RefusedMessage;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Places and lifts holds: one set of rules for every way in. */
public final class Holds {
    /** What can be the reason of a hold. */
    public static final Set<String> KINDS = Set.of("legal", "complaint", "subject-access", "review");

    private static final String STANDING = "lifted_at is null and (until is null or until > :now)";

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MOST_CHARACTERS = 500;

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Clock clock;

    public Holds(Jdbi jdbi, Catalogue catalogue, Ledger ledger, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** What became of a hold that was placed or lifted. */
    public sealed interface Answer {
        /** It holds from now on. */
        record Taken() implements Answer {}

        /** It was so already; nothing changed. */
        record AlreadySo() implements Answer {}

        /** It cannot be done. The reason says what a person can do. */
        record Refused(String reason) implements Answer {}
    }

    /** Places a hold. */
    public Answer place(Hold hold) {
        return place(hold, null);
    }

    private Answer place(Hold hold, @Nullable Incoming message) {
        if (!KINDS.contains(hold.kind())) {
            return unknownKind(hold.kind());
        }
        if (hold.reference().length() > MOST_CHARACTERS) {
            return new Answer.Refused("the reference has " + hold.reference().length()
                    + " characters: give one of at most " + MOST_CHARACTERS);
        }
        Instant until = hold.until();
        if (until != null && (!until.isAfter(clock.instant()) || until.isAfter(LATEST))) {
            return new Answer.Refused("a hold until " + until
                    + " never stands or never ends: give an instant to come, before " + LATEST + ", or none");
        }
        return jdbi.inTransaction(handle -> place(handle, hold, message));
    }

    private Answer place(Handle handle, Hold hold, @Nullable Incoming message) {
        Optional<Answer> refused = refusal(handle, hold.recordingId());
        if (refused.isPresent()) {
            return refused.get();
        }
        Instant now = clock.instant();
        if (message != null && !message.isNew(handle, now)) {
            return new Answer.AlreadySo();
        }
        handle.createUpdate("update hold set lifted_at = until, lifted_by = :by where recording_id = :recording"
                        + " and lifted_at is null and until <= :now")
                .bind("by", Ledger.DOCKET)
                .bind("recording", hold.recordingId())
                .bind("now", now)
                .execute();
        int placed = handle.createUpdate(
                        "insert into hold (recording_id, kind, reference, held_by, reason, held_at, until)"
                                + " values (:recording, :kind, :reference, :by, :reason, :now, :until) on conflict do nothing")
                .bind("recording", hold.recordingId())
                .bind("kind", hold.kind())
                .bind("reference", hold.reference())
                .bind("by", hold.by())
                .bind("reason", hold.reason())
                .bind("now", now)
                .bind("until", hold.until())
                .execute();
        if (placed == 0) {
            return new Answer.AlreadySo();
        }
        ledger.append(
                handle,
                hold.recordingId(),
                now,
                hold.by(),
                "held",
                hold.kind() + " " + hold.reference() + ": " + hold.reason(),
                hold.until() == null ? Map.of() : Map.of("until", hold.until()));
        return new Answer.Taken();
    }

    /** Lifts the hold of that kind and reference. */
    public Answer lift(UUID recordingId, String kind, String reference, String by, String reason) {
        return lift(recordingId, kind, reference, by, reason, null);
    }

    private Answer lift(
            UUID recordingId, String kind, String reference, String by, String reason, @Nullable Incoming message) {
        if (!KINDS.contains(kind)) {
            return unknownKind(kind);
        }
        return jdbi.inTransaction(handle -> {
            Instant now = clock.instant();
            if (catalogue.findForUpdate(handle, recordingId).isEmpty()) {
                return new Answer.Refused("there is no recording " + recordingId);
            }
            if (message != null && !message.isNew(handle, now)) {
                return new Answer.AlreadySo();
            }
            int lifted = handle.createUpdate(
                            "update hold set lifted_at = :now, lifted_by = :by where recording_id = :id"
                                    + " and kind = :kind and reference = :reference and lifted_at is null")
                    .bind("now", now)
                    .bind("by", by)
                    .bind("id", recordingId)
                    .bind("kind", kind)
                    .bind("reference", reference)
                    .execute();
            if (lifted == 0) {
                return new Answer.AlreadySo();
            }
            ledger.append(
                    handle, recordingId, now, by, "hold-lifted", kind + " " + reference + ": " + reason, Map.of());
            return new Answer.Taken();
        });
    }

    /** A hold is on what the vault has: before that a recording can still turn out to be another one. */
    private Optional<Answer> refusal(Handle handle, UUID recordingId) {
        RecordingState state = catalogue
                .findForUpdate(handle, recordingId)
                .map(Recording::state)
                .orElse(null);
        if (state == null) {
            return Optional.of(new Answer.Refused("there is no recording " + recordingId));
        }
        return switch (state) {
            case DEPOSITED -> Optional.empty();
            case DISPOSING, DISPOSED ->
                Optional.of(new Answer.Refused("too late: recording " + recordingId + " is " + state));
            default ->
                Optional.of(new Answer.Refused("too early: recording " + recordingId + " is " + state
                        + " and not in the vault yet; hold it when it is DEPOSITED"));
        };
    }

    /** Those of these recordings on which a hold stands now, by what stands in that transaction. */
    Set<UUID> held(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select recording_id from hold where recording_id = any(:ids) and " + STANDING)
                .bindArray("ids", UUID.class, recordingIds)
                .bind("now", clock.instant())
                .mapTo(UUID.class)
                .set();
    }

    /** The holds that stand now on any of these recordings. */
    public List<Hold> standing(List<UUID> recordingIds) {
        if (recordingIds.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from hold where recording_id = any(:ids) and " + STANDING + " order by held_at")
                .bindArray("ids", UUID.class, recordingIds)
                .bind("now", clock.instant())
                .map(Holds::row)
                .list());
    }

    /**
     * Places a hold that a case system sent.
     *
     * @throws RefusedMessage if it cannot be placed
     */
    public void receive(Incoming message) {
        Instant until = null;
        if (message.data().hasNonNull("until")) {
            try {
                until = Instant.parse(message.text("until"));
            } catch (DateTimeException e) {
                throw new RefusedMessage("data.until is no ISO 8601 instant: " + message.text("until"), e);
            }
        }
        orRefuse(place(
                new Hold(
                        message.uuid("recordingId"),
                        message.text("kind"),
                        message.text("reference"),
                        message.text("by"),
                        message.text("reason"),
                        until),
                message));
    }

    /**
     * Lifts a hold as a case system asks.
     *
     * @throws RefusedMessage if it cannot be lifted
     */
    public void receiveLift(Incoming message) {
        orRefuse(lift(
                message.uuid("recordingId"),
                message.text("kind"),
                message.text("reference"),
                message.text("by"),
                message.text("reason"),
                message));
    }

    private static void orRefuse(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            throw new RefusedMessage(refused.reason());
        }
    }

    private static Answer unknownKind(String kind) {
        return new Answer.Refused("'" + kind + "' is no kind of hold: use one of "
                + String.join(", ", KINDS.stream().sorted().toList()));
    }

    private static Hold row(ResultSet row, StatementContext context) throws SQLException {
        Timestamp until = row.getTimestamp("until");
        return new Hold(
                row.getObject("recording_id", UUID.class),
                row.getString("kind"),
                row.getString("reference"),
                row.getString("held_by"),
                row.getString("reason"),
                until == null ? null : until.toInstant());
    }
}
