package org.docket.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.chaos.TalkingCaseSystem.Answered;
import org.docket.chaos.TalkingCaseSystem.Told;

/**
 * Holds what case systems were told and answered, and what they said, against what the tables have of it.
 *
 * @param fed all recordings, each once
 * @param told what all case systems were told, those of each in its order
 * @param answers to the words of the one that decides
 */
record CaseworkCheck(
        List<Fed> fed,
        List<Tables.Row> rows,
        List<Tables.Handover> handovers,
        List<Tables.Hold> holds,
        List<Tables.Entry> entries,
        List<Told> told,
        List<Answered> answers) {
    /** The case system that decides, and is told of everything. */
    static final String DECIDING = "cms";
    /** The one that is told of evidence of crime. */
    static final String OTHER = "standards";

    private static final Set<String> HEARD = Set.of("taken", "already");

    /** As the tables are now. */
    static CaseworkCheck of(Tables tables, List<Fed> fed, List<Told> told, List<Answered> answers) {
        return new CaseworkCheck(
                fed, tables.recordings(), tables.handovers(), tables.holds(), tables.entries(), told, answers);
    }

    private static String category(Fed source) {
        return source.says() == Fed.Says.EVIDENCE ? Course.CRIME : Course.TRAINING;
    }

    private static Course course(Fed source) {
        return Course.of(source.sha256(), category(source));
    }

    /** Whether nothing is under way any more; who asks has not got there yet otherwise. */
    boolean isAtRest() {
        Map<String, Tables.Row> bySha256 = rows.stream()
                .filter(row -> row.sha256() != null)
                .collect(Collectors.toMap(Tables.Row::sha256, Function.identity(), (one, other) -> one));
        Set<String> answered = answers.stream().map(Answered::id).collect(Collectors.toSet());
        return handovers.stream().allMatch(handover -> handover.state().matches("ACKNOWLEDGED|REJECTED"))
                && fed.stream().allMatch(source -> Optional.ofNullable(bySha256.get(source.sha256()))
                        .filter(row -> row.state().equals(course(source).isDisposed() ? "DISPOSED" : "DEPOSITED"))
                        .filter(row -> course(source).says().stream()
                                .allMatch(
                                        say -> answered.contains(say.id(row.id().toString()))))
                        .isPresent());
    }

    /** What is wrong when nothing is under way any more, a sentence each. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Fed source : fed) {
            List<Tables.Row> found = rows.stream()
                    .filter(row -> source.sha256().equals(row.sha256()))
                    .toList();
            if (found.size() == 1) {
                recording(source, found.get(0), findings);
            } else {
                findings.add(source + " is in the catalogue " + found.size() + " times");
            }
        }
        handovers.forEach(handover -> handover(handover, findings));
        unknown(findings);
        twice(findings);
        return findings;
    }

    private void recording(Fed source, Tables.Row row, List<String> findings) {
        Course course = course(source);
        String state = course.isDisposed() ? "DISPOSED" : "DEPOSITED";
        if (!row.state().equals(state) || row.retained() != course.isRetained()) {
            findings.add(
                    row + " is " + row.state() + " and " + (row.retained() ? "" : "not ") + "retained after " + course);
        }
        boolean held = holds.stream()
                .anyMatch(hold -> hold.recording().equals(row.id())
                        && hold.reference().equals(Course.reference(row.id().toString()))
                        && hold.standing());
        if (held != course.isHeld()) {
            findings.add(row + " is " + (held ? "" : "not ") + "held after " + course);
        }
        if (course == Course.RECATEGORISE && !Course.CRIME.equals(row.category())) {
            findings.add(row + " is " + row.category() + " after " + course);
        }
        course.says().forEach(say -> word(row, say, findings));
        messages(row, DECIDING, course.messages(), findings);
        messages(
                row,
                OTHER,
                category(source).equals(Course.CRIME)
                        ? course.messages()
                        : course == Course.RECATEGORISE ? List.of("docket.evidence.retained.v1") : List.of(),
                findings);
    }

    private void word(Tables.Row row, Course.Say say, List<String> findings) {
        String id = say.id(row.id().toString());
        List<Answered> given =
                answers.stream().filter(answer -> answer.id().equals(id)).toList();
        if (given.isEmpty()) {
            findings.add(say + " of " + row + " was not answered");
        }
        given.stream()
                .filter(answer -> !HEARD.contains(answer.answer()))
                .forEach(answer ->
                        findings.add(say + " of " + row + " was answered " + answer.answer() + ": " + answer.words()));
        long acts = entries.stream()
                .filter(entry -> entry.recording().equals(row.id())
                        && entry.act().equals(say.act())
                        && entry.authority().contains("course of " + row.id()))
                .count();
        if (acts != 1) {
            findings.add(say + " of " + row + " stands in the ledger " + acts + " times");
        }
    }

    /** In the order of the rows, each told, and first told in that order. */
    private void messages(Tables.Row row, String system, List<String> types, List<String> findings) {
        List<Tables.Handover> written = handovers.stream()
                .filter(handover -> handover.recording().equals(row.id())
                        && handover.system().equals(system))
                .toList();
        List<String> writtenTypes = written.stream().map(Tables.Handover::type).toList();
        if (!writtenTypes.equals(types)) {
            findings.add("the handovers of " + row + " to " + system + " are " + writtenTypes + " and not " + types);
        }
        List<String> ids =
                written.stream().map(handover -> handover.id().toString()).toList();
        List<String> first = told.stream()
                .filter(once -> once.system().equals(system)
                        && once.recording().equals(row.id().toString()))
                .map(Told::handover)
                .distinct()
                .toList();
        if (!first.equals(ids)) {
            findings.add("the case system " + system + " was told of " + row + " by " + first + " and not by " + ids);
        }
    }

    private void handover(Tables.Handover handover, List<String> findings) {
        boolean mayReject =
                !handover.system().equals(DECIDING) || !handover.type().equals("docket.evidence.retained.v1");
        Conduct conduct = Conduct.of(handover.id().toString(), mayReject);
        if (!handover.state().equals(conduct.end())) {
            findings.add("the handover " + handover.id() + " to " + handover.system() + " is " + handover.state()
                    + ", and the case system " + conduct);
        }
        List<String> acts = entries.stream()
                .filter(entry -> entry.recording().equals(handover.recording())
                        && entry.details().contains(handover.id().toString())
                        && entry.act().matches("acknowledged|rejected"))
                .map(Tables.Entry::act)
                .toList();
        if (!acts.equals(conduct.answers())) {
            findings.add("the ledger says of the handover " + handover.id() + " " + acts + ", and the case system "
                    + conduct);
        }
    }

    private void unknown(List<String> findings) {
        Map<String, Tables.Handover> known = handovers.stream()
                .collect(Collectors.toMap(handover -> handover.id().toString(), Function.identity()));
        for (Told once : told) {
            Tables.Handover handover = known.get(once.handover());
            if (handover == null
                    || !handover.system().equals(once.system())
                    || !handover.type().equals(once.type())
                    || !handover.recording().equals(UUID.fromString(once.recording()))) {
                findings.add("the case system " + once.system() + " was told by " + once.handover() + " that recording "
                        + once.recording() + " is " + once.type() + ", and the outbox has " + handover);
            }
        }
    }

    private void twice(List<String> findings) {
        told.stream().collect(Collectors.groupingBy(Told::handover)).forEach((id, all) -> {
            if (all.stream().map(Told::body).distinct().count() > 1) {
                findings.add("the message " + id + " was told in different words");
            }
        });
    }
}
