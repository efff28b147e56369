package org.docket.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.docket.classify.Explanation;
import org.docket.classify.Explanation.Decision;
import org.docket.classify.Explanation.Otherwise;
import org.docket.classify.Explanation.Result;
import org.docket.classify.Explanation.Term;
import org.docket.classify.Explanation.Tried;
import org.docket.console.RecordingView.HoldView;
import org.docket.retention.Recategorisation;
import org.docket.retention.RetentionRule.From;
import org.jspecify.annotations.Nullable;

/** Why a recording has its category and its date, for people to read. */
public final class ExplanationSheet {
    private final List<String> lines = new ArrayList<>();
    private final Explanation explanation;

    private ExplanationSheet(Explanation explanation) {
        this.explanation = explanation;
    }

    public static List<String> lines(ExplanationView view) {
        ExplanationSheet sheet = new ExplanationSheet(view.explanation());
        sheet.head();
        sheet.rules();
        sheet.facts();
        sheet.term(view.holds());
        sheet.otherwise();
        return sheet.lines;
    }

    private void head() {
        lines.add("Recording " + explanation.recording());
        String rulebook = explanation.rulebook();
        add(Table.untitled()
                .row(
                        "category",
                        explanation.category()
                                + (explanation.categories().size() > 1
                                        ? ", which keeps it longest of " + String.join(", ", explanation.categories())
                                        : ""))
                .row("rule", rule())
                .row(
                        "rulebook",
                        rulebook == null
                                ? "not kept: it is explained here by the one in force, which may say otherwise"
                                : rulebook)
                .row("kept", Words.kept(explanation.retained(), explanation.dueAt(), explanation.reviewAt())));
    }

    private String rule() {
        return explanation.rule().equals(Recategorisation.RULE)
                ? "what a person decided; it stands against policy " + explanation.policyVersion()
                : explanation.rule() + " of policy " + explanation.policyVersion();
    }

    private void rules() {
        section("Rules that were tried");
        Table table = Table.untitled();
        int number = 0;
        for (Tried tried : explanation.tried()) {
            number++;
            table.row(number, tried.rule(), outcome(tried), tried.result() == Result.MATCHED ? tried.why() : "");
        }
        List<Tried> held = explanation.tried().stream()
                .filter(tried -> tried.result() == Result.MATCHED)
                .toList();
        if (held.isEmpty()) {
            table.row(number + 1, "default", "holds: " + explanation.category(), "No rule holds.");
        } else if (held.stream().allMatch(Tried::adds)) {
            table.row(number + 1, "default", "holds as well", "No rule holds that does not add to others.");
        }
        add(table);
    }

    private static String outcome(Tried tried) {
        return switch (tried.result()) {
            case MATCHED -> "holds" + (tried.adds() ? ", and adds: " : ": ") + String.join(", ", tried.categories());
            case NOT_MATCHED -> "does not hold";
            case FACT_UNKNOWN -> "does not hold: " + tried.detail() + " is not known";
            case FAILED -> "could not be evaluated: " + tried.detail();
        };
    }

    private void facts() {
        section("Facts that they speak of");
        Table table = Table.untitled();
        explanation.facts().forEach(fact -> table.row(fact.name(), fact.value() == null ? "not known" : fact.value()));
        add(table);
    }

    private void term(List<HoldView> holds) {
        section("How long it is kept");
        Table table = Table.untitled();
        Term term = explanation.term();
        if (term == null) {
            table.row("rule", "the category " + explanation.category() + " is in no retention rules any more");
        } else {
            table.row(
                    "rule",
                    term.title() + ": " + (term.untilReview() ? "until a person decides, who is asked after " : "")
                            + term.period() + ", of retention rules " + term.version());
            table.row(
                    "counted from",
                    Words.time(term.countedFrom()) + ", when it was "
                            + (term.from() == From.RECORDED ? "recorded, as far as that is believed" : "received"));
            table.row("ends", Words.time(term.until()));
        }
        explanation
                .others()
                .forEach(other -> table.row(
                        "beside it",
                        other.title() + ": "
                                + (other.untilReview() ? "until a person decides, who is asked at " : "until ")
                                + Words.time(other.until())));
        Instant earliest = explanation.earliest();
        if (earliest != null) {
            table.row("minimum", "nobody may delete it before " + Words.time(earliest));
        }
        Decision decision = explanation.decision();
        if (decision != null) {
            table.row(
                    "decided",
                    decision.act() + " by " + decision.by() + " at " + Words.time(decision.at()) + ", "
                            + decision.authority());
        }
        holds.forEach(hold -> table.row("held", hold.kind() + " " + hold.reference() + " by " + hold.by()));
        table.row("so it is", outcome(term, decision, !holds.isEmpty()));
        add(table);
    }

    private String outcome(@Nullable Term term, @Nullable Decision decision, boolean held) {
        if (explanation.retained()) {
            String why = decision != null && decision.act().equals("retained")
                    ? ", because that was decided"
                    : decision != null && decision.act().equals("outcome-told")
                            ? ", because of the outcome of a case"
                            : term == null || !term.untilReview()
                                    ? ", because its category was once kept until a person decides: what is retained stays so"
                                    : "";
            return "retained" + why + "; a person is asked at " + Words.time(explanation.reviewAt());
        }
        Instant due = explanation.dueAt();
        String later = term == null || due == null || !due.isAfter(term.until())
                ? ""
                : decision != null && decision.act().equals("released")
                        ? ", which was promised when it was released"
                        : decision != null && decision.act().equals("recategorised")
                                ? ", since a person said otherwise before, or leaves time to object"
                                : ", which it was given before: without an acceptance no date is brought forward";
        return "due " + Words.time(due) + later + (held ? ", but not disposed of while it is held" : "");
    }

    private void otherwise() {
        Otherwise now = explanation.now();
        if (now != null) {
            lines.add("");
            lines.add("Rulebook " + now.rulebook() + ", which is in force, says by itself: "
                    + String.join(", ", now.categories())
                    + (now.categories().size() > 1 ? ", kept as " + now.category() : "")
                    + " by rule "
                    + now.rule() + ", "
                    + (now.retained() ? "retained" : "due " + Words.time(Objects.requireNonNull(now.dueAt()))) + ".");
        }
    }

    private void section(String title) {
        lines.add("");
        lines.add(title);
    }

    private void add(Table table) {
        table.lines().forEach(line -> lines.add("  " + line));
    }
}
