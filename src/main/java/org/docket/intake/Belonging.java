package org.docket.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.docket.catalogue.Facts;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.jspecify.annotations.Nullable;

/** Whether a sidecar is that of the recording that had its name: docks use names again. */
enum Belonging {
    YES,
    NO,
    UNKNOWN;

    /** How far the clock of a camera may run ahead of ours and still be believed about what came first. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** How far two words about the start, or the end, of one recording may be apart. */
    private static final Duration SAME = Duration.ofMinutes(2);

    /** What lies in the folder under the name of the recording. */
    enum Place {
        /** The recording, as it was presented. */
        RECORDING,
        /** Something else. */
        ANOTHER,
        NOTHING
    }

    static Belonging of(Sidecar sidecar, Recording recording, Place place) {
        Instant startedAt = sidecar.startedAt();
        // What was recorded after a recording came in is another one.
        if (startedAt != null && startedAt.isAfter(recording.receivedAt().plus(AHEAD))) {
            return NO;
        }
        return switch (place) {
            case RECORDING -> YES;
            case ANOTHER -> NO;
            case NOTHING -> ofGone(sidecar, recording);
        };
    }

    private static Belonging ofGone(Sidecar sidecar, Recording recording) {
        if (sidecar.sha256() != null) {
            return sidecar.sha256().equals(recording.sha256()) ? YES : NO;
        }
        Facts facts = recording.facts();
        return facts != null && isSameTime(sidecar, facts) ? YES : UNKNOWN;
    }

    private static boolean isSameTime(Sidecar sidecar, Facts facts) {
        RecordedTime recorded = facts.recorded();
        return switch (recorded.source()) {
            case SIDECAR, NAME, CONTAINER -> isNear(sidecar.startedAt(), recorded.at());
            // A file was last written to when the recording ended.
            case DOCK -> isNear(end(sidecar, facts), recorded.at());
            case ARRIVAL -> false;
        };
    }

    private static @Nullable Instant end(Sidecar sidecar, Facts facts) {
        Instant startedAt = sidecar.startedAt();
        Double seconds = facts.media().durationSeconds();
        return Optional.ofNullable(sidecar.endedAt())
                .orElse(
                        startedAt == null || seconds == null
                                ? null
                                : startedAt.plusMillis(Math.round(seconds * 1_000)));
    }

    private static boolean isNear(@Nullable Instant one, Instant other) {
        return one != null && Duration.between(one, other).abs().compareTo(SAME) <= 0;
    }
}
