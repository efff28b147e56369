package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.TierRules.Step;
import org.docket.vault.Tier;
import org.junit.jupiter.api.Test;
import org.threeten.extra.PeriodDuration;

class TierRulesTest {
    private static final String RULES = """
            zone: Europe/London
            decisions:
              retain: {review: P6M}
              release: {keep: P31D}
            tiers:
              - {after: P30D, tier: cool}
              - {after: P2Y, tier: archive}
            categories:
              training:
                title: Training
                keep: P31D
              complaint:
                title: Complaint
                keep: until-review
                review: P12M
                tiers:
                  - {after: P90D, tier: cold}
              missing-person:
                title: Missing person
                keep: until-review
                review: P3M
                tiers: []
            """;

    @Test
    void takesThoseOfTheCategoryInsteadOfThoseOfAll() {
        TierRules tiers = read(RULES).tiers();
        assertThat(tiers.of("training"))
                .containsExactly(
                        new Step(PeriodDuration.parse("P30D"), Tier.COOL),
                        new Step(PeriodDuration.parse("P2Y"), Tier.ARCHIVE));
        assertThat(tiers.of("complaint")).containsExactly(new Step(PeriodDuration.parse("P90D"), Tier.COLD));
        assertThat(tiers.of("missing-person")).isEmpty();
    }

    @Test
    void leavesEverythingHotWithoutTiers() {
        TierRules tiers =
                read(RULES.replaceAll("(?m)^tiers:\\n(  - .*\\n)*", "")).tiers();
        assertThat(tiers.of("training")).isEmpty();
        assertThat(tiers.retrievedTo()).isEqualTo(Tier.HOT);
        assertThat(tiers.staysUntil(Instant.parse("2026-03-01T10:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-31T09:00:00Z"));
    }

    @Test
    void refusesTiersThatDoNotGrowColderOrPeriodsThatDoNotGrowLonger() {
        assertThatThrownBy(() -> read(RULES.replace("{after: P2Y, tier: archive}", "{after: P20D, tier: cool}")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("retention.yaml:7:13: 'P20D' is not longer than 'P30D'")
                .hasMessageContaining("retention.yaml:7:25: 'cool' is not colder than 'cool'");
        assertThatThrownBy(() -> read(RULES.replace("tier: cold}", "tier: frozen}")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("retention.yaml:17:29: there is no tier that goes here 'frozen'");
        assertThatThrownBy(() -> read(RULES + "retrieval: {tier: archive}\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no tier that goes here 'archive'");
    }

    private static RetentionRules read(String text) {
        return RetentionRules.of(Path.of("retention.yaml"), text);
    }
}
