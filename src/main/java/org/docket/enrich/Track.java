package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One track of a movie: the boxes that say what it holds, and the few fields that metadata-extractor has no word for.
 *
 * @param kind handler type: {@code vide}, {@code soun} or another; null where the track does not say
 * @param codec four-character code of the first sample description
 * @param rotation degrees clockwise that a player must turn the picture; null where the matrix is no quarter turn
 * @param boxes those that the track was read from
 */
record Track(
        @Nullable String kind,
        @Nullable String codec,
        @Nullable Integer rotation,
        Boxes boxes) {

    /** Where the track says what; null where it does not. */
    record Boxes(
            @Nullable Box tkhd,
            @Nullable Box mdhd,
            @Nullable Box hdlr,
            @Nullable Box stsd,
            @Nullable Box stts) {}

    boolean isVideo() {
        return "vide".equals(kind);
    }

    boolean isSound() {
        return "soun".equals(kind);
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
        Optional<Box> hdlr = BoxWalker.first(media, "hdlr");
        List<Box> samples = samples(media, walker);
        Optional<Box> stsd = BoxWalker.first(samples, "stsd");
        Boxes boxes = new Boxes(
                tkhd.orElse(null),
                BoxWalker.first(media, "mdhd").orElse(null),
                hdlr.orElse(null),
                stsd.orElse(null),
                BoxWalker.first(samples, "stts").orElse(null));
        return new Track(
                // hdlr: version and flags, four bytes that QuickTime uses, handler type
                hdlr.isPresent() ? name(hdlr.get(), 8, bytes) : null,
                // stsd: version and flags, number of entries, then the size and type of the first
                stsd.isPresent() ? name(stsd.get(), 12, bytes) : null,
                tkhd.isPresent() ? rotation(tkhd.get(), bytes) : null,
                boxes);
    }

    private static List<Box> samples(List<Box> media, BoxWalker walker) throws IOException {
        Optional<Box> minf = BoxWalker.first(media, "minf");
        Optional<Box> stbl = minf.isPresent() ? walker.child(minf.get(), "stbl") : Optional.empty();
        return stbl.isPresent() ? walker.children(stbl.get()) : List.of();
    }

    private static @Nullable String name(Box box, int offset, RecordingBytes bytes) throws IOException {
        if (box.bodyLength() < offset + 4) {
            return null;
        }
        int code = bytes.read(box.body() + offset, 4).getInt();
        return Box.isNamed(code) ? Plausible.text(Box.typeOf(code)) : null;
    }

    /** The matrix of the track header (ISO/IEC 14496-12, 8.3.2): a b u, c d v, x y w; it maps (1,0) to (a,b), y pointing down. */
    private static @Nullable Integer rotation(Box tkhd, RecordingBytes bytes) throws IOException {
        ByteBuffer header = bytes.read(tkhd.body(), (int) Math.min(tkhd.bodyLength(), 96));
        int matrix = header.hasRemaining() && header.get(0) == 1 ? 52 : 40;
        if (header.remaining() < matrix + 36) {
            return null;
        }
        int a = Integer.signum(header.getInt(matrix));
        int b = Integer.signum(header.getInt(matrix + 4));
        int c = Integer.signum(header.getInt(matrix + 12));
        int d = Integer.signum(header.getInt(matrix + 16));
        if (a == d && b == 0 && c == 0 && a != 0) {
            return a > 0 ? 0 : 180;
        } else if (a == 0 && d == 0 && b == -c && b != 0) {
            return b > 0 ? 90 : 270;
        }
        return null;
    }
}
