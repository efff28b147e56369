package org.docket.catalogue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the container says of itself. What it does not say, or says absurdly, is absent.
 *
 * @param container MIME type, such as {@code video/mp4}
 * @param durationSeconds running time in seconds
 * @param width stored width in pixels, before rotation
 * @param height stored height in pixels, before rotation
 * @param rotation degrees clockwise that a player must turn the picture: 0, 90, 180 or 270
 * @param videoCodec four-character code or name of the codec
 * @param audioCodec four-character code or name of the codec
 * @param framesPerSecond average
 * @param createdAt what the container claims; often wrong at the source, never trusted alone
 * @param location the first fix
 */
public record Media(
        @Nullable String container,
        @Nullable Double durationSeconds,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer rotation,
        @Nullable String videoCodec,
        @Nullable String audioCodec,
        @Nullable Double framesPerSecond,
        @Nullable Instant createdAt,
        @Nullable Location location,
        @Nullable String make,
        @Nullable String model,
        @Nullable String serial,
        @Nullable String firmware) {

    /** Nothing is known but the container, and perhaps not even that. */
    public static Media unreadable(@Nullable String container) {
        return new Media(container, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }
}
