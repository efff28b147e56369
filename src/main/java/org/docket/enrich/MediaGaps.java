package org.docket.enrich;

import org.docket.catalogue.Media;
import org.jspecify.annotations.Nullable;

/** Fills what one reader of a container left absent with what another says, and never touches what the first one said. */
final class MediaGaps {
    private MediaGaps() {}

    /** Whether something is absent that each recording with that container says. */
    static boolean any(Media media) {
        boolean whole = media.width() != null && media.height() != null && media.videoCodec() != null;
        boolean none = media.width() == null
                && media.height() == null
                && media.videoCodec() == null
                && media.rotation() == null;
        return !whole && (!none || media.audioCodec() == null);
    }

    static Media filled(Media own, Media other) {
        return new Media(
                own.container(),
                first(own.durationSeconds(), other.durationSeconds()),
                first(own.width(), other.width()),
                first(own.height(), other.height()),
                first(own.rotation(), other.rotation()),
                first(own.videoCodec(), other.videoCodec()),
                first(own.audioCodec(), other.audioCodec()),
                first(own.framesPerSecond(), other.framesPerSecond()),
                first(own.createdAt(), other.createdAt()),
                first(own.location(), other.location()),
                first(own.make(), other.make()),
                first(own.model(), other.model()),
                first(own.serial(), other.serial()),
                first(own.firmware(), other.firmware()));
    }

    static Media withoutDuration(Media media) {
        return new Media(
                media.container(),
                null,
                media.width(),
                media.height(),
                media.rotation(),
                media.videoCodec(),
                media.audioCodec(),
                media.framesPerSecond(),
                media.createdAt(),
                media.location(),
                media.make(),
                media.model(),
                media.serial(),
                media.firmware());
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T other) {
        return own != null ? own : other;
    }
}
