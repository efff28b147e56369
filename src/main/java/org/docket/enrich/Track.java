package org.docket.enrich;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One track of a movie: the boxes that say what it holds, and the few fields that metadata-extractor has no word for.
 *
 * @param kind handler type: {@code vide}, {@code soun} or another; null where the track does not say
 * @param codec four-character code of the first sample description
 * @param header what the track header says; null where there is none that can be read
 * @param media what the media header says; null where there is none that can be read
 * @param boxes those that the track was read from
 */
record Track(
        @Nullable String kind,
        @Nullable String codec,
        @Nullable TrackHeader header,
        @Nullable MediaHeader media,
        Boxes boxes) {

    /** Where the track says what; null where it does not. */
    record Boxes(@Nullable Box mdhd, @Nullable Box hdlr, SampleBoxes samples) {}

    /** Where the track says how its samples lie. */
    record SampleBoxes(
            @Nullable Box stsd,
            @Nullable Box stts,
            @Nullable Box stsc,
            @Nullable Box stsz,
            @Nullable Box stco,
            @Nullable Box co64) {
        static SampleBoxes of(List<Box> boxes) {
            return new SampleBoxes(
                    first(boxes, "stsd"),
                    first(boxes, "stts"),
                    first(boxes, "stsc"),
                    first(boxes, "stsz"),
                    first(boxes, "stco"),
                    first(boxes, "co64"));
        }
    }

    boolean isVideo() {
        return "vide".equals(kind);
    }

    boolean isSound() {
        return "soun".equals(kind);
    }

    /** Degrees clockwise that a player must turn the picture; null where the track does not say. */
    @Nullable
    Integer rotation() {
        return header == null ? null : header.rotation();
    }

    static Track read(Box trak, BoxWalker walker, RecordingBytes bytes) throws IOException {
        Optional<Box> tkhd = Optional.empty();
        List<Box> media = List.of();
        for (Box box : walker.children(trak)) {
            if (box.is("tkhd")) {
                tkhd = Optional.of(box);
            } else if (box.is("mdia") && media.isEmpty()) {
                media = walker.children(box);
            }
        }
        @Nullable Box hdlr = first(media, "hdlr");
        SampleBoxes samples = SampleBoxes.of(samples(media, walker));
        return new Track(
                // hdlr: version and flags, four bytes that QuickTime uses, handler type
                name(hdlr, 8, bytes),
                // stsd: version and flags, number of entries, then the size and type of the first
                name(samples.stsd(), 12, bytes),
                tkhd.isPresent() ? TrackHeader.read(tkhd.get(), bytes) : null,
                MediaHeader.read(first(media, "mdhd"), bytes),
                new Boxes(first(media, "mdhd"), hdlr, samples));
    }

    private static List<Box> samples(List<Box> media, BoxWalker walker) throws IOException {
        Optional<Box> minf = BoxWalker.first(media, "minf");
        Optional<Box> stbl = minf.isPresent() ? walker.child(minf.get(), "stbl") : Optional.empty();
        return stbl.isPresent() ? walker.children(stbl.get()) : List.of();
    }

    private static @Nullable Box first(List<Box> boxes, String type) {
        return BoxWalker.first(boxes, type).orElse(null);
    }

    private static @Nullable String name(@Nullable Box box, int offset, RecordingBytes bytes) throws IOException {
        if (box == null || box.bodyLength() < offset + 4) {
            return null;
        }
        int code = bytes.read(box.body() + offset, 4).getInt();
        return Box.isNamed(code) ? Plausible.text(Box.typeOf(code)) : null;
    }
}
