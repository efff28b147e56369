package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.docket.testkit.TestHub.eventually;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.intake.Quarantine;
import org.docket.testkit.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dock gets of a camera that was dropped, drained or pulled out: none of it is refused. */
class BadRecordingsTest {
    @Test
    void keepsEachBadRecordingAndSaysWhatIsWrongWithIt(@TempDir Path home) throws Exception {
        try (TestHub hub = new TestHub(home, Map.of("docket.intake.patience", "PT1S"))) {
            for (Reference reference : Reference.bad()) {
                hub.drop("brixton-dock-1", reference.name(), reference.recording());
            }
            List<Reference> kept = Reference.bad().stream()
                    .filter(reference -> !reference.name().equals("empty.mov"))
                    .toList();
            for (Reference reference : kept) {
                Recording recording = hub.deposited(reference.name());

                assertThat(recording.sha256()).isEqualTo(sha256(reference.recording()));
                ReferenceTest.assertSaid(reference, recording.facts().problems());
            }
            assertThat(hub.recordings()).hasSameSizeAs(kept);
            eventually()
                    .untilAsserted(() -> assertThat(hub.docket().quarantine().list())
                            .extracting(Quarantine.Reason::name)
                            .containsExactly("empty.mov"));
        }
    }

    private static String sha256(Path recording) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(recording));
        return HexFormat.of().formatHex(hash);
    }
}
