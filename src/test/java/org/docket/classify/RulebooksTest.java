package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.docket.classify.Rulebooks.Accepting;
import org.docket.classify.Rulebooks.Putting;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulebooksTest {
    private static final Instant NOW = Instant.parse("2026-03-14T22:47:30.125Z");

    private final Jdbi jdbi = Jdbi.create(TestDatabase.create());
    private final Rulebooks rulebooks = new Rulebooks(jdbi, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Rulebook shipped =
            Rulebook.load(Path.of("config", "classification.yaml"), Path.of("config", "retention.yaml"));
    private final Rulebook other = with("# said in other words\n");

    private Rulebook with(String more) {
        RulebookText text = new RulebookText(
                shipped.text().classification() + more, shipped.text().retention());
        return Rulebook.of(text, Path.of("classification.yaml"), Path.of("retention.yaml"));
    }

    @Test
    void oneOfTwoThatPutSomethingIntoForceAtOnceIsOvertaken() {
        InForce first = done(rulebooks.begin(shipped));

        assertThat(rulebooks.begin(other)).isEqualTo(new Putting.Overtaken(first));
        InForce second = done(rulebooks.put(other, first, null));
        assertThat(rulebooks.put(shipped, first, null)).isEqualTo(new Putting.Overtaken(second));

        assertThat(rulebooks.inForce()).contains(second);
        assertThat(rulebooks.before(second)).contains(shipped.version());
        assertThat(rulebooks.before(first)).isEmpty();
        assertThat(second.appraisedAt()).isNull();
        assertThat(first.appraisedAt()).isEqualTo(NOW);
    }

    @Test
    void keepsEveryTextThatWasInForceToTheByte() {
        Rulebook marked = with("# ends with no line and begins with a mark");
        done(rulebooks.put(marked, done(rulebooks.begin(shipped)), null));

        assertThat(rulebooks.find(shipped.version()).orElseThrow().text()).isEqualTo(shipped.text());
        assertThat(rulebooks.find(marked.version()).orElseThrow().policy().version())
                .isEqualTo(marked.policy().version());
        assertThat(rulebooks.findVersion(
                        shipped.policy().version(), shipped.retention().version()))
                .contains(shipped.version());
        assertThat(rulebooks.findVersion(shipped.policy().version(), null)).contains(shipped.version());
        assertThat(rulebooks.findVersion("0123456789ab", null)).isEmpty();
    }

    @Test
    void anAcceptanceIsUsedUpWhenItsRulebookComesIntoForce() {
        InForce first = done(rulebooks.begin(shipped));
        refuse(other, "1 recording would become due earlier", other);
        assertThat(rulebooks.accept(other.version(), "DCI Okafor", "so")).isInstanceOf(Accepting.Accepted.class);
        assertThat(rulebooks.accept(other.version(), "DS Rao", "thus"))
                .isInstanceOfSatisfying(Accepting.AlreadySo.class, same -> assertThat(
                                same.waiting().acceptance())
                        .isEqualTo(new Acceptance("DCI Okafor", "so", NOW)));
        Acceptance acceptance = rulebooks.refused(other.version()).orElseThrow().acceptance();
        InForce second = done(rulebooks.put(other, first, acceptance));

        assertThat(second.acceptance()).isEqualTo(acceptance);
        assertThat(rulebooks.refused()).isEmpty();
        assertThat(rulebooks.accept(other.version(), "DS Rao", "thus")).isInstanceOf(Accepting.AlreadyForPurge.class);
    }

    @Test
    void tellsAnewOfWhatCanBeAcceptedNowAndCouldNotBefore() {
        rulebooks.begin(shipped);

        assertThat(refuse(other, "a category is missing", null)).isTrue();
        assertThat(refuse(other, "a category is missing", null)).isFalse();
        assertThat(rulebooks.accept(other.version(), "DS Rao", "thus"))
                .isEqualTo(new Accepting.NotPossible(
                        "rulebook " + other.version() + " is not valid: a category is missing"));
        assertThat(refuse(other, "1 recording would become due earlier", other)).isTrue();
        assertThat(refuse(other, "1 recording would become due earlier", other)).isFalse();
        assertThat(rulebooks.accept(other.version(), "DS Rao", "thus")).isInstanceOf(Accepting.Accepted.class);
        assertThat(refuse(other, "a category is missing", null)).isTrue();
        assertThat(rulebooks.refused(other.version()).orElseThrow().acceptance())
                .isNull();
    }

    private boolean refuse(Rulebook rulebook, String reason, @Nullable Rulebook waiting) {
        return jdbi.inTransaction(handle -> rulebooks.refuse(
                handle,
                rulebook.version(),
                reason,
                waiting == null
                        ? null
                        : new Rulebooks.Waiting(waiting, rulebooks.inForce().orElseThrow())));
    }

    private static InForce done(Putting putting) {
        assertThat(putting).isInstanceOf(Putting.Done.class);
        return ((Putting.Done) putting).now();
    }
}
