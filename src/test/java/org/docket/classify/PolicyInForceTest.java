package org.docket.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.docket.classify.Rulebooks.Putting;
import org.docket.testkit.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class PolicyInForceTest {
    private final Jdbi jdbi = Jdbi.create(TestDatabase.create());
    private final Rulebooks rulebooks = new Rulebooks(jdbi, Clock.systemUTC());
    private final Rulebook shipped =
            Rulebook.load(Path.of("config", "classification.yaml"), Path.of("config", "retention.yaml"));
    private final PolicyInForce policy = new PolicyInForce(rulebooks, () -> shipped);

    private Rulebook with(String more) {
        RulebookText text = new RulebookText(
                shipped.text().classification() + more, shipped.text().retention());
        return Rulebook.of(text, Path.of("classification.yaml"), Path.of("retention.yaml"));
    }

    @Test
    void doesNotGoBackToWhatWasInForceBefore() {
        InForce first = done(rulebooks.begin(shipped));
        Rulebook other = with("# said in other words\n");
        InForce second = done(rulebooks.put(other, first, null));

        policy.take(other, second);
        policy.take(shipped, first);

        assertThat(policy.now().version()).isEqualTo(other.version());
    }

    @Test
    void followsWhatAnotherHubPutIntoForceAlsoWhenItHasBeenSoBefore() {
        assertThat(jdbi.withHandle(policy::follow)).isEmpty();
        assertThat(policy.now()).isSameAs(shipped);
        InForce first = done(rulebooks.begin(shipped));
        InForce second = done(rulebooks.put(with("# said in other words\n"), first, null));

        assertThat(jdbi.withHandle(policy::follow)).contains(second);
        assertThat(policy.now().version()).isEqualTo(second.version());
        InForce third = done(rulebooks.put(shipped, second, null));
        assertThat(jdbi.withHandle(policy::follow)).contains(third);
        assertThat(policy.now().version()).isEqualTo(shipped.version());
    }

    private static InForce done(Putting putting) {
        assertThat(putting).isInstanceOf(Putting.Done.class);
        return ((Putting.Done) putting).now();
    }
}
