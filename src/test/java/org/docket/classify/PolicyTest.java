package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Media;
import org.docket.rules.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/London");

    private final Path folder;

    PolicyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void takesTheFirstRuleThatHoldsAndTellsWhatWasTried() throws IOException {
        Policy policy = load("""
                default: rest
                rules:
                  - {name: one, when: recording.bytes > 10000, category: big, why: It is big.}
                  - {name: two, when: officer.unit == "Response", category: patrol, why: They patrol.}
                  - {name: three, when: "true", category: big, why: All are.}
                """);

        Classification found = policy.classify(FactsFixture.complete());

        assertThat(found)
                .isEqualTo(new Classification(
                        List.of(new Classification.Given("patrol", "two")),
                        policy.version(),
                        List.of(new Trial("one", new Outcome.NotMatched()), new Trial("two", new Outcome.Matched()))));
        assertThat(policy.rules())
                .first()
                .isEqualTo(new Rule("one", "recording.bytes > 10000", List.of("big"), false, "It is big."));
    }

    @Test
    void givesAllCategoriesOfARuleAndOfThoseThatAddUntilOneEndsIt() throws IOException {
        Policy policy = load("""
                default: rest
                rules:
                  - {name: one, when: "true", categories: [big, patrol], adds: true, why: It is both.}
                  - {name: two, when: recording.bytes > 10000, category: rest, adds: true, why: It is big.}
                  - {name: three, when: "true", categories: [patrol, rest], why: All are.}
                  - {name: four, when: "true", category: big, why: Never tried.}
                """);

        Classification found = policy.classify(FactsFixture.complete());

        assertThat(found.given())
                .containsExactly(
                        new Classification.Given("big", "one"),
                        new Classification.Given("patrol", "one"),
                        new Classification.Given("rest", "three"));
        assertThat(found.trials()).extracting(Trial::rule).containsExactly("one", "two", "three");
        assertThat(policy.rules()).extracting(Rule::adds).containsExactly(true, true, false, false);
    }

    @Test
    void givesTheDefaultTooWhereOnlyRulesHoldThatAdd() throws IOException {
        Policy policy = load("""
                default: rest
                rules:
                  - {name: one, when: "true", category: big, adds: true, why: All are.}
                """);

        assertThat(policy.classify(FactsFixture.complete()).given())
                .containsExactly(new Classification.Given("big", "one"), new Classification.Given("rest", "default"));
    }

    @Test
    void reportsWhatIsWrongWithSeveralCategories() {
        assertThatThrownBy(() -> load("""
                default: rest
                rules:
                  - {name: one, when: "true", category: big, categories: [rest], why: Both.}
                  - {name: two, when: "true", categories: [], why: None.}
                  - {name: three, when: "true", categories: [big, bigg, big], adds: sometimes, why: Wrong.}
                """))
                .hasMessageContaining(
                        ":3:31: 'category' and 'categories' stand beside each other; put all into 'categories'")
                .hasMessageContaining(":4:31: no category is listed; list at least one")
                .hasMessageContaining(":5:51: there is no category 'bigg'; did you mean 'big'?")
                .hasMessageContaining(":5:57: 'big' stands here twice; remove one of the two")
                .hasMessageContaining(":5:69: there is no truth value 'sometimes'; use one of true, false");
    }

    @Test
    void fallsBackToTheDefault() throws IOException {
        Classification found = single("recording.bytes > 10000").classify(FactsFixture.complete());

        assertThat(found.given()).containsExactly(new Classification.Given("rest", "default"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recording.name == 'monday/a.mp4' && recording.bytes == 4200 && recording.dock == 'brixton-dock-1'",
                "recording.station == 'Brixton' && recording.borough == 'Lambeth' && recording.sourceId == 'src-9'",
                "recording.receivedAt == timestamp('2026-05-04T10:00:00Z')",
                "recording.receivedAt - recording.recordedAt == duration('150m')",
                "recording.recordedAtSource == 'name' && recording.incident == 'INC/7' && recording.notes == 'a note'",
                "recording.endedAt.getMinutes() == 45 && recording.endedAt.getHours('Europe/London') == 8",
                "officer.id == 'PC1' && officer.name == 'A. Name' && officer.unit == 'Response'",
                "officer.borough == 'Southwark' && officer.borough != recording.borough",
                "camera.serial == 'SER-1' && camera.make == 'Maker' && camera.model == 'M2' && camera.firmware == '1.4'",
                "media.container == 'video/mp4' && media.durationSeconds > 61 && media.durationSeconds < 61.75",
                "media.width == 1920 && media.height == 1080 && media.rotation == 90 && media.framesPerSecond > 29",
                "media.videoCodec == 'avc1' && media.audioCodec == 'mp4a' && media.createdAt > recording.recordedAt",
                "media.location.lat == 51.25 && media.location.lon == -0.125 && has(media.location)",
                "media.make == 'Chip' && media.model == 'C3' && media.serial == 'CH-8' && media.firmware == '2.0'",
                "location.lat == 51.5 && location.lon < 0.0",
                "tags == ['stop-and-search', 'taser-drawn'] && 'taser-drawn' in tags",
                "tagged('stop-and-search') && tagged('STOP AND_Search') && !tagged('stop')",
                "tags.exists(tag, tag.startsWith('taser')) && problems.exists(p, p.contains('sidecar'))",
                "recording.name.matches('^monday/.*[.]mp4$')",
            })
    void showsEveryFactToRules(String when) throws IOException {
        Classification found = single(when).classify(FactsFixture.complete());

        assertThat(found.trials()).containsExactly(new Trial("only", new Outcome.Matched()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recording.station", "recording.borough", "recording.sourceId", "recording.incident", "recording.notes",
                "officer.id", "officer.unit", "camera.serial", "media.container", "media.make"
            })
    void doesNotMatchOnAnAbsentFactAndSaysWhich(String fact) throws IOException {
        assertThat(outcome(fact + " != 'x'", FactsFixture.bare())).isEqualTo(new Outcome.FactAbsent(fact));
        assertThat(outcome("has(" + fact + ")", FactsFixture.bare())).isEqualTo(new Outcome.NotMatched());
        assertThat(outcome("has(" + fact + ")", FactsFixture.complete())).isEqualTo(new Outcome.Matched());
        assertThat(outcome("!has(" + fact + ") || " + fact + " == 'x'", FactsFixture.bare()))
                .isEqualTo(new Outcome.Matched());
    }

    @Test
    void namesTheOuterFactWhenAPlaceIsAbsent() throws IOException {
        assertThat(outcome("media.location.lat > 1.0", FactsFixture.bare()))
                .isEqualTo(new Outcome.FactAbsent("media.location"));
        assertThat(outcome("location.lat > 1.0", FactsFixture.bare()))
                .isEqualTo(new Outcome.FactAbsent("location.lat"));
        assertThat(outcome("has(media.location) && media.location.lat > 1.0", FactsFixture.bare()))
                .isEqualTo(new Outcome.NotMatched());
    }

    @Test
    void matchesInSpiteOfAnAbsentFactWhenTheRestIsEnough() throws IOException {
        assertThat(outcome("officer.unit == 'Response' || recording.bytes == 77", FactsFixture.bare()))
                .isEqualTo(new Outcome.Matched());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recording.bytes / (recording.bytes - 4200) == 1",
                "tags[5] == 'x'",
                "timestamp(recording.name) < recording.receivedAt",
                "{'a': 1}.b == 1",
                "dyn(recording.bytes)",
            })
    void reportsARuleThatCannotBeEvaluatedAndGoesOn(String when) throws IOException {
        Classification found = single(when).classify(FactsFixture.complete());

        assertThat(found.categories()).containsExactly("rest");
        assertThat(found.failures()).hasSize(1).allSatisfy(trial -> assertThat(trial.outcome())
                .isInstanceOf(Outcome.Failed.class));
    }

    @Test
    void boundsTheWorkOfARule() throws IOException {
        List<String> many = IntStream.range(0, 300).mapToObj(i -> "tag" + i).toList();
        Facts facts = FactsFixture.marked(null, many, Media.unreadable(null), List.of());

        Outcome outcome = outcome("tags.exists(a, tags.exists(b, tags.exists(c, a + b == c)))", facts);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.reason())
                .contains("10000"));
    }

    @Test
    void givesTheSameAnswerToManyThreads() throws IOException {
        Policy policy = single("tags.exists(tag, tag == 'taser-drawn') && has(officer.unit)");
        Facts matching = FactsFixture.complete();
        Facts other = FactsFixture.bare();

        List<String> answers = IntStream.range(0, 4_000)
                .parallel()
                .mapToObj(i -> policy.classify(i % 2 == 0 ? matching : other)
                        .categories()
                        .get(0))
                .toList();

        assertThat(Collections.frequency(answers, "big")).isEqualTo(2_000);
        assertThat(Collections.frequency(answers, "rest")).isEqualTo(2_000);
    }

    @Test
    void changesItsVersionWithItsBytes() throws IOException {
        String version = single("true").version();

        assertThat(version).matches("[0-9a-f]{12}").isNotEqualTo(single("false").version());
        assertThat(version).isEqualTo(single("true").version());
    }

    private Outcome outcome(String when, Facts facts) throws IOException {
        return single(when).classify(facts).trials().get(0).outcome();
    }

    private Policy single(String when) throws IOException {
        return load("default: rest\nrules:\n  - name: only\n    category: big\n    why: So.\n    when: |\n      " + when
                + "\n");
    }

    private Policy load(String yaml) throws IOException {
        return Policy.load(
                Files.writeString(folder.resolve("classification.yaml"), yaml), Set.of("rest", "big", "patrol"), ZONE);
    }
}
