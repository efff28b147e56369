package org.docket.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.custody.Ledger;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.Hearing.Heard;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Places and lifts holds: one set of rules for every way in. */
public final class Holds {
    private static final String STANDING = "lifted_at is null and (until is null or until > :now)";

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MOST_CHARACTERS = 500;

    private final Hearing hearing;
    private final EarlyDeletions early;

    public Holds(Hearing hearing, EarlyDeletions early) {
        this.hearing = hearing;
        this.early = early;
    }

    /**
     * Forbids the disposal of a recording for a named reason.
     *
     * @param kind one of those of {@code retention.yaml}
     * @param reference of the case or request
     * @param until when it ends by itself; null for one that has to be lifted
     */
    public Answer place(Word word, String kind, String reference, @Nullable Instant until) {
        return hearing.hear(
                word,
                List.of("hold", kind, reference, String.valueOf(until)),
                heard -> place(
                        heard,
                        new Hold(
                                word.recordingId(),
                                kind,
                                reference,
                                word.speaker().id(),
                                word.reason(),
                                until)));
    }

    private Answer place(Heard heard, Hold hold) {
        if (heard.rules().spoken().hold(hold.kind()).isEmpty()) {
            return unknownKind(heard, hold.kind());
        } else if (hold.reference().length() > MOST_CHARACTERS) {
            return new Answer.Refused("the reference has " + hold.reference().length()
                    + " characters: give one of at most " + MOST_CHARACTERS);
        }
        Instant until = hold.until();
        if (until != null && (!until.isAfter(heard.now()) || until.isAfter(LATEST))) {
            return new Answer.Refused("a hold until " + until
                    + " never stands or never ends: give an instant to come, before " + LATEST + ", or none");
        }
        heard.handle()
                .createUpdate("update hold set lifted_at = until, lifted_by = :by where recording_id = :recording"
                        + " and lifted_at is null and until <= :now")
                .bind("by", Ledger.DOCKET)
                .bind("recording", hold.recordingId())
                .bind("now", heard.now())
                .execute();
        int placed = heard.handle()
                .createUpdate("insert into hold (recording_id, kind, reference, held_by, reason, held_at, until)"
                        + " values (:recording, :kind, :reference, :by, :reason, :now, :until) on conflict do nothing")
                .bind("recording", hold.recordingId())
                .bind("kind", hold.kind())
                .bind("reference", hold.reference())
                .bind("by", hold.by())
                .bind("reason", hold.reason())
                .bind("now", heard.now())
                .bind("until", until)
                .execute();
        if (placed == 0 && !isExtended(heard, hold)) {
            return new Answer.AlreadySo(heard.recording());
        }
        early.end(heard, Ending.HELD);
        hearing.note(
                heard,
                placed == 0 ? "hold-extended" : "held",
                ground(heard, hold.kind(), hold.reference()),
                until == null ? Map.of() : Map.of("until", until));
        return new Answer.Taken(hearing.after(heard));
    }

    /** A hold that stands ends by the later of two times: whoever places it again knows of no reason for the earlier one. */
    private static boolean isExtended(Heard heard, Hold hold) {
        return heard.handle()
                        .createUpdate("update hold set until = :until where recording_id = :recording and kind = :kind"
                                + " and reference = :reference and lifted_at is null and until is not null"
                                + " and (cast(:until as timestamptz) is null or until < :until)")
                        .bind("until", hold.until())
                        .bind("recording", hold.recordingId())
                        .bind("kind", hold.kind())
                        .bind("reference", hold.reference())
                        .execute()
                == 1;
    }

    /** Lifts the hold of that kind and reference. */
    public Answer lift(Word word, String kind, String reference) {
        return hearing.hear(word, List.of("lift", kind, reference), heard -> lift(heard, kind, reference));
    }

    private Answer lift(Heard heard, String kind, String reference) {
        Optional<HoldKind> known = heard.rules().spoken().hold(kind);
        if (known.isEmpty()) {
            return unknownKind(heard, kind);
        } else if (!heard.speaker().hasAny(known.get().lift())) {
            return Answer.Refused.unauthorised(heard.speaker().id() + " may not lift holds of the kind " + kind
                    + "; that needs the authority "
                    + String.join(" or ", known.get().lift().stream().sorted().toList())
                    + ", which authorities.yaml gives");
        }
        int lifted = heard.handle()
                .createUpdate("update hold set lifted_at = :now, lifted_by = :by where recording_id = :id"
                        + " and kind = :kind and reference = :reference and lifted_at is null")
                .bind("now", heard.now())
                .bind("by", heard.speaker().id())
                .bind("id", heard.recording().id())
                .bind("kind", kind)
                .bind("reference", reference)
                .execute();
        if (lifted == 0) {
            return new Answer.AlreadySo(heard.recording());
        }
        hearing.note(heard, "hold-lifted", ground(heard, kind, reference), Map.of());
        return new Answer.Taken(heard.recording());
    }

    private static String ground(Heard heard, String kind, String reference) {
        return kind + " " + reference + ": " + heard.word().reason();
    }

    /** Those of these recordings on which a hold stands now, by what stands in that transaction. */
    Set<UUID> held(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select recording_id from hold where recording_id = any(:ids) and " + STANDING)
                .bindArray("ids", UUID.class, recordingIds)
                .bind("now", hearing.clock().instant())
                .mapTo(UUID.class)
                .set();
    }

    /** The holds that stand now on any of these recordings. */
    public List<Hold> standing(List<UUID> recordingIds) {
        return hearing.jdbi()
                .withHandle(
                        handle -> standing(handle, recordingIds, hearing.clock().instant()));
    }

    static List<Hold> standing(Handle handle, List<UUID> recordingIds, Instant now) {
        if (recordingIds.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(
                        "select * from hold where recording_id = any(:ids) and " + STANDING + " order by held_at")
                .bindArray("ids", UUID.class, recordingIds)
                .bind("now", now)
                .map(Holds::row)
                .list();
    }

    private static Answer unknownKind(Heard heard, String kind) {
        return new Answer.Refused("'" + kind + "' is no kind of hold: use one of "
                + heard.rules().spoken().holdNames());
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
