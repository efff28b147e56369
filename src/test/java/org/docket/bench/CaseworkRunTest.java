package org.docket.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.docket.testkit.TestParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark in small, so that it goes on working. Its figures are those of a busy machine, and bound nothing. */
class CaseworkRunTest {
    private static final CaseworkRun.Size SMALL = new CaseworkRun.Size(120, 1, 10, 230);

    @TempDir
    Path folder;

    @Test
    void handsOverAndHearsAnswersInAllWaysThatItMeasures() throws Exception {
        TestParts.purgeQueues();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaseworkRun run = new CaseworkRun(
                SMALL,
                folder.resolve("home"),
                Map.of("docket.casework.batch", "50", "docket.broker.url", TestParts.openWireUrl()),
                new PrintStream(out, true, StandardCharsets.UTF_8))) {
            run.all();
            // Three rounds with the two that warm up, perhaps those that messages were taken from, and what came after.
            assertThat(run.acknowledged()).isGreaterThanOrEqualTo(3 * 120 + 10 + 120 + 230);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("to plain send: ", "to plain round trip: ", "to with an update each: ")
                .contains("at 50 in a second: p50 ", "at saturation, 200 open: ", "a backlog of 230 drains in ");
    }
}
