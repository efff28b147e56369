package org.docket.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.testkit.Recordings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sidecar is given to a recording that is gone from its folder only on a ground. */
class BelongingTest {
    private static final Recording RECORDING = Recordings.retained(UUID.randomUUID());
    private static final Instant RECORDED = Instant.parse("2026-03-14T18:15:02Z");

    @Test
    void goesByTheHashAloneWhereThereIsOne() {
        assertThat(ofGone(RECORDED, RECORDING.sha256())).isEqualTo(Belonging.YES);
        assertThat(ofGone(RECORDED, "0f".repeat(32))).isEqualTo(Belonging.NO);
    }

    @Test
    void goesByTheStartIfSomebodyElseKnowsItToo() {
        assertThat(ofGone(RECORDED.minusSeconds(120), null)).isEqualTo(Belonging.YES);
        assertThat(ofGone(RECORDED.plusSeconds(120), null)).isEqualTo(Belonging.YES);
        assertThat(ofGone(RECORDED.plusSeconds(121), null)).isEqualTo(Belonging.UNKNOWN);
        assertThat(ofGone(null, null)).isEqualTo(Belonging.UNKNOWN);
    }

    @Test
    void isNotOfWhatCameInBeforeItBegan() {
        Instant after = RECORDING.receivedAt().plusSeconds(301);

        assertThat(Belonging.of(sidecar(after, null), RECORDING, Belonging.Place.RECORDING))
                .isEqualTo(Belonging.NO);
        assertThat(Belonging.of(sidecar(after.minusSeconds(1), null), RECORDING, Belonging.Place.RECORDING))
                .isEqualTo(Belonging.YES);
        assertThat(Belonging.of(sidecar(RECORDED, null), RECORDING, Belonging.Place.ANOTHER))
                .isEqualTo(Belonging.NO);
    }

    @Test
    void knowsNothingOfARecordingWhoseTimeNobodyKnows() {
        Recording unknown = Recordings.unretained(UUID.randomUUID());

        assertThat(Belonging.of(sidecar(unknown.receivedAt(), null), unknown, Belonging.Place.NOTHING))
                .isEqualTo(Belonging.UNKNOWN);
    }

    private static Belonging ofGone(@Nullable Instant startedAt, @Nullable String sha256) {
        return Belonging.of(sidecar(startedAt, sha256), RECORDING, Belonging.Place.NOTHING);
    }

    private static Sidecar sidecar(@Nullable Instant startedAt, @Nullable String sha256) {
        return new Sidecar(
                "a.json",
                ByteBuffer.allocate(0),
                null,
                null,
                null,
                startedAt,
                null,
                List.of(),
                null,
                null,
                null,
                sha256,
                null,
                List.of(),
                "docket");
    }
}
