package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of things that are no recording for a while, or never; and that no clock hastens it. */
class PatienceTest {
    private static final Path SEOUL = Path.of("samples/brixton-dock-1/MP7421_CAM0093412_20260314T181502.mp4");

    private final Path home;
    private TestHub hub;

    PatienceTest(@TempDir Path home) {
        this.home = home;
    }

    private Path dock(String patience, String settle) throws Exception {
        hub = new TestHub(home, Map.of("docket.intake.patience", patience, "docket.intake.settle", settle));
        return Files.createDirectories(hub.dock("odds"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void quarantinesAfterAWhileWhatIsNoRecordingAndASidecarThatStaysAlone() throws Exception {
        Path folder = dock("PT4S", "PT0.3S");
        Files.writeString(folder.resolve("readme.txt"), "no recording");
        Files.writeString(folder.resolve("alone.json"), "{}");
        Path recording = hub.drop("odds", "seen.mp4", SEOUL);
        eventually().until(() -> Files.exists(TestHub.receipt(recording)));
        assertThat(folder.resolve("readme.txt")).exists();
        eventually().until(() -> quarantined().size() == 2);
        assertThat(quarantined())
                .containsExactlyInAnyOrder(QuarantineReason.WRONG_TYPE, QuarantineReason.SIDECAR_ALONE);
        assertThat(recording).exists();
    }

    @Test
    void quarantinesWhatGrowsForTooLong() throws Exception {
        Path growing = dock("PT3S", "PT2S").resolve("growing.mp4");
        eventually().until(() -> {
            if (quarantined().isEmpty()) {
                grow(growing);
            }
            return !quarantined().isEmpty();
        });
        assertThat(quarantined()).containsExactly(QuarantineReason.STILL_GROWING);
    }

    @Test
    void isNotHastenedByAClockThatIsSetForwardNorHeldUpByOneThatIsSetBack() throws Exception {
        Path folder = dock("PT1H", "PT2S");
        Path growing = folder.resolve("growing.mp4");
        Files.writeString(folder.resolve("alone.json"), "{}");
        for (int minutes = 0; minutes < 20; minutes++) {
            grow(growing);
            hub.clock().advance(Duration.ofHours(7));
            eventually()
                    .until(() -> hub.docket().folders().oldestWaiting("odds").toMillis() > 0);
        }
        assertThat(hub.recordings()).isEmpty();
        assertThat(quarantined()).isEmpty();
        hub.clock().advance(Duration.ofDays(-400));
        Path recording = hub.drop("odds", "whole.mp4", SEOUL);
        eventually().until(() -> Files.exists(TestHub.receipt(recording)));
        eventually().until(() -> Files.exists(TestHub.receipt(growing)));
        assertThat(quarantined()).isEmpty();
    }

    private static void grow(Path path) throws IOException {
        Files.write(
                path, "more".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<QuarantineReason> quarantined() throws IOException {
        return hub.docket().quarantine().list().stream()
                .map(Quarantine.Reason::reason)
                .toList();
    }
}
