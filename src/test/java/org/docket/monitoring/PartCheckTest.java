package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

class PartCheckTest {
    @Test
    void isUpWhileThePartAnswersAndNeverAsksForARestart() {
        PartCheck check = new PartCheck("vault", () -> true, "look there");
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(check.isLiveness()).isFalse();
    }

    @Test
    void isDownWithTheRemedyWhenThePartSaysNoOrFails() {
        assertThat(new PartCheck("vault", () -> false, "look there").call())
                .satisfies(PartCheckTest::isDownWithTheRemedy);
        assertThat(new PartCheck(
                                "vault",
                                () -> {
                                    throw new IOException("refused");
                                },
                                "look there")
                        .call())
                .satisfies(PartCheckTest::isDownWithTheRemedy);
    }

    @Test
    void saysWhatIsWrongIfThePartDoes() {
        PartCheck check = PartCheck.saying("broker", () -> Optional.of("nothing listens there"), "look there");

        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(check.call().getMessage()).contains("look there: nothing listens there");
        assertThat(PartCheck.saying("broker", Optional::empty, "look there")
                        .call()
                        .getState())
                .isEqualTo(HealthCheck.State.UP);
    }

    private static void isDownWithTheRemedy(HealthCheck.Result result) {
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).contains("look there");
    }
}
