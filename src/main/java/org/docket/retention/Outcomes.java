package org.docket.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.docket.casework.Outbox;
import org.docket.catalogue.Directions;
import org.docket.catalogue.Recording;
import org.docket.retention.EarlyRequests.Ending;
import org.docket.retention.Hearing.Heard;
import org.jdbi.v3.core.Handle;

/** What became of the cases that recordings belong to. It says until when they are kept at least, by the rules for outcomes. */
public final class Outcomes {
    /** What is told of days before or after these is a slip of the pen, and no calendar of a database has all of them. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(2999, 12, 31);

    private final Hearing hearing;
    private final EarlyDeletions early;
    private final Outbox outbox;

    public Outcomes(Hearing hearing, EarlyDeletions early, Outbox outbox) {
        this.hearing = hearing;
        this.early = early;
        this.outbox = outbox;
    }

    /**
     * An outcome that was told.
     *
     * @param by id of who told it
     */
    public record Told(String caseReference, Outcome outcome, String by, String reason, Instant at) {}

    /**
     * Keeps a recording as the rule for that outcome says.
     *
     * @param word with the reference of the case
     */
    public Answer take(Word word, Outcome outcome) {
        return hearing.hear(word, List.of("outcome", outcome), heard -> wrong(heard, outcome)
                .<Answer>map(Answer.Refused::new)
                .orElseGet(() -> take(heard, outcome)));
    }

    private static Optional<String> wrong(Heard heard, Outcome outcome) {
        LocalDate until = outcome.until();
        Optional<String> never = Stream.of(Optional.of(outcome.at()), Optional.ofNullable(until))
                .flatMap(Optional::stream)
                .filter(day -> day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY))
                .map(day -> "no outcome is of " + day + ", and no custody ends then: give a day from " + FIRST_DAY
                        + " to " + LAST_DAY)
                .findFirst();
        if (never.isPresent()) {
            return never;
        } else if (heard.word().caseReference() == null) {
            return Optional.of("an outcome is one of a case; give the reference of the case");
        } else if (heard.rules().spoken().outcome(outcome.kind()).isEmpty()) {
            return Optional.of("'" + outcome.kind() + "' is no outcome that retention.yaml has a rule for; it has "
                    + heard.rules().spoken().outcomeNames());
        } else if (outcome.at().isAfter(heard.now().atZone(heard.rules().zone()).toLocalDate())) {
            return Optional.of("an outcome of " + outcome.at() + " is still to come; tell it when it has happened");
        }
        return until != null && until.isBefore(outcome.at())
                ? Optional.of("custody until " + until + " ends before the outcome of " + outcome.at()
                        + "; correct one of the two")
                : Optional.empty();
    }

    private Answer take(Heard heard, Outcome outcome) {
        if (!add(heard, outcome)) {
            return new Answer.AlreadySo(heard.recording());
        }
        OutcomeTerm term = term(heard).orElseThrow();
        Recording before = heard.recording();
        early.end(heard, Ending.RETAINED);
        hearing.catalogue().keptByOutcomes(heard.handle(), before.id(), term.until(), term.review());
        Recording after = hearing.after(heard);
        hearing.note(
                heard,
                "outcome-told",
                outcome.kind() + " of " + outcome.at() + ": " + heard.word().reason(),
                details(outcome, term, after));
        if (!before.retained()) {
            outbox.retained(heard.handle(), after);
        } else if (!String.valueOf(before.reviewAt()).equals(String.valueOf(after.reviewAt()))) {
            outbox.updated(heard.handle(), after);
        }
        return new Answer.Taken(after);
    }

    private static Map<String, Object> details(Outcome outcome, OutcomeTerm term, Recording after) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("outcome", outcome.kind());
        details.put("at", outcome.at().toString());
        details.put("keptUntil", term.isOpen() ? "open" : term.until());
        details.put("reviewAt", String.valueOf(after.reviewAt()));
        if (outcome.custody()) {
            details.put(
                    "custodyUntil",
                    outcome.until() == null ? "unknown" : outcome.until().toString());
        }
        // The sentence stays out of what can never be taken away; the row of the outcome has it.
        if (outcome.defendant() != null) {
            details.put("defendant", outcome.defendant());
        }
        return details;
    }

    private static boolean add(Heard heard, Outcome outcome) {
        Word word = heard.word();
        return heard.handle()
                        .createUpdate("insert into outcome (recording_id, case_reference, defendant, kind, at, until,"
                                + " custody, sentence, told_by, reason, told_at) values (:id, :case, :defendant, :kind,"
                                + " :at, :until, :custody, :sentence, :by, :reason, :now) on conflict do nothing")
                        .bind("id", word.recordingId())
                        .bind("case", word.caseReference())
                        .bind("defendant", outcome.defendant() == null ? "" : outcome.defendant())
                        .bind("kind", outcome.kind())
                        .bind("at", outcome.at())
                        .bind("until", outcome.until())
                        .bind("custody", outcome.custody())
                        .bind("sentence", outcome.sentence())
                        .bind("by", word.speaker().id())
                        .bind("reason", word.reason())
                        .bind("now", heard.now())
                        .execute()
                == 1;
    }

    /** Until when all outcomes together keep it, by the rules of now. */
    Optional<OutcomeTerm> term(Heard heard) {
        return OutcomeTerm.of(of(heard.handle(), heard.recording().id()), heard.rules());
    }

    /** What was told of a recording, in the order in which it happened. */
    public List<Told> of(UUID recordingId) {
        return hearing.jdbi().withHandle(handle -> of(handle, recordingId));
    }

    private static List<Told> of(Handle handle, UUID recordingId) {
        return of(handle, List.of(recordingId)).getOrDefault(recordingId, List.of());
    }

    private static Map<UUID, List<Told>> of(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select * from outcome where recording_id = any(:ids) order by at, id")
                .bindArray("ids", UUID.class, recordingIds)
                .map((row, context) -> Map.entry(row.getObject("recording_id", UUID.class), row(row)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /**
     * Until when the outcomes of recordings keep them by these rules.
     *
     * @return {@link Directions#OPEN} while one is open; recordings without outcomes are left out
     */
    public static Map<UUID, Instant> keptUntil(Handle handle, List<UUID> recordingIds, RetentionRules rules) {
        Map<UUID, Instant> kept = new HashMap<>();
        if (!recordingIds.isEmpty()) {
            of(handle, recordingIds)
                    .forEach((id, told) -> OutcomeTerm.of(told, rules).ifPresent(term -> kept.put(id, term.until())));
        }
        return kept;
    }

    private static Told row(ResultSet row) throws SQLException {
        String defendant = row.getString("defendant");
        return new Told(
                row.getString("case_reference"),
                new Outcome(
                        row.getString("kind"),
                        row.getObject("at", LocalDate.class),
                        row.getObject("until", LocalDate.class),
                        row.getBoolean("custody"),
                        row.getString("sentence"),
                        defendant.isEmpty() ? null : defendant),
                row.getString("told_by"),
                row.getString("reason"),
                row.getTimestamp("told_at").toInstant());
    }
}
