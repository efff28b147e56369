package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What protects less has to be accepted; what protects more, or nothing, has not. */
class LooserRulesTest {
    private static final String RULES = """
            zone: Europe/London
            believe-recorded-within: P30D
            notices: [P7D]
            decisions: {retain: {review: P6M}, release: {keep: P31D}, delete-early: {cooling-off: P8D}}
            holds: {legal: {lift: [legal]}, review: {lift: [supervisor]}}
            outcomes:
              charge: {open-until: [conviction, acquittal], review: P12M}
              acquittal: {ends: [charge], review: P1M}
              conviction: {ends: [charge], keep: P6M, custody-until: [freed, moved]}
              freed: {review: P2M}
              moved: {review: P3M}
            categories:
              proof: {title: Proof, keep: until-review, review: P5M, minimum: P9D}
              stop: {title: Stop, keep: P90D, from: received, minimum: P14D,
                     early-deletion: {ask: supervisor, second-person: true}}
              walk: {title: Walk, keep: P40D, from: recorded, early-deletion: {ask: nobody}}
            """;

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Europe/London | Europe/Paris | days end by the clocks of Europe/Paris instead of Europe/London",
                "within: P30D | within: P31D | recorded times are believed within P31D instead of P30D",
                "{keep: P31D} | {keep: P1M} | what is released is kept for P1M instead of P31D",
                "cooling-off: P8D | cooling-off: P7D | an approved early deletion is waiting for P7D instead of P8D",
                "lift: [legal] | lift: [legal, clerk] | holds of the kind legal may be lifted by clerk too",
                "', review: {lift: [supervisor]}' | '' | holds of the kind review can be placed no more",
                "until: [conviction, acquittal] | until: [conviction, acquittal, moved] | the outcome charge is open until"
                        + " acquittal or conviction or moved instead of acquittal or conviction",
                "'open-until: [conviction, acquittal], ' | '' | the outcome charge is open until nothing instead of acquittal"
                        + " or conviction",
                "acquittal: {ends: [charge], | acquittal: {ends: [charge, conviction], | the outcome acquittal ends"
                        + " conviction too",
                "freed: {review | freed: {ends: [charge], review | the outcome freed ends charge too",
                "keep: P6M, | keep: P5M, | what has the outcome conviction is kept for P5M instead of P6M",
                "[freed, moved] | [freed] | the outcome conviction with custody keeps until freed instead of freed or moved",
                "keep: until-review, review: P5M | keep: P7Y | the category proof is kept for P7Y instead of until a review",
                "keep: P90D | keep: P3M | the category stop is kept for P3M instead of P90D",
                "from: received | from: recorded | the category stop counts from when it was recorded instead of from receipt",
                "minimum: P9D | minimum: P8D | the category proof has the minimum P8D instead of P9D",
                "', minimum: P9D' | '' | the category proof has the minimum PT0S instead of P9D",
                "ask: supervisor | ask: officer | the category stop may be deleted early when its officer asks and a second"
                        + " person approves instead of a supervisor asks and a second person approves",
                "second-person: true | second-person: false | the category stop may be deleted early when a supervisor asks,"
                        + " and nobody else has to approve instead of a supervisor asks and a second person approves",
                "ask: nobody | ask: supervisor | the category walk may be deleted early when a supervisor asks and a second"
                        + " person approves instead of nobody asks",
            })
    void saysWhichRuleIsLooser(String is, String becomes, String looser) {
        assertThat(RULES).contains(is);
        assertThat(LooserRules.of(rules(RULES), rules(RULES.replace(is, becomes))))
                .containsExactly(looser);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "within: P30D | within: P29D",
                "{keep: P31D} | {keep: P32D}",
                "cooling-off: P8D | cooling-off: P9D",
                "lift: [supervisor] | lift: [legal, supervisor]",
                "until: [conviction, acquittal] | until: [conviction]",
                "keep: P6M, | keep: P7M,",
                "keep: P90D | keep: P4M",
                "keep: P40D | keep: until-review, review: P1M",
                "from: recorded | from: received",
                "minimum: P14D | minimum: P15D",
                "ask: supervisor | ask: nobody",
                "{ask: nobody} | {ask: nobody, second-person: false}",
                "notices: [P7D] | notices: []",
                "review: P5M | review: P4M",
                "title: Stop | title: Halt",
            })
    void saysNothingOfWhatProtectsMoreOrNothing(String is, String becomes) {
        String changed = is.equals("lift: [supervisor]") ? RULES : RULES.replace(is, becomes);
        String before = is.equals("lift: [supervisor]") ? RULES.replace(is, becomes) : RULES;
        assertThat(changed).isNotEqualTo(before);
        assertThat(LooserRules.of(rules(before), rules(changed))).isEmpty();
    }

    @Test
    void saysNothingOfRulesThatAreTheSame() {
        assertThat(LooserRules.of(rules(RULES), rules(RULES))).isEmpty();
    }

    private static RetentionRules rules(String text) {
        return RetentionRules.of(Path.of("retention.yaml"), text);
    }
}
