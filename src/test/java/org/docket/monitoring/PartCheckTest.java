package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    private static void isDownWithTheRemedy(HealthCheck.Result result) {
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).contains("look there");
    }
}
