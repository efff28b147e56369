package org.docket.enrich;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of the few small parts of a recording that metadata-extractor is to read, laid out anew with true lengths.
 * metadata-extractor sizes its arrays by the lengths it meets and gives up at a box of 2 GiB: it sees this and nothing else.
 */
final class MovieExcerpt {
    /** All parts together; a few hundred bytes are usual. */
    static final int LONGEST = 1 << 20;

    private final RecordingBytes bytes;
    private final List<String> problems;
    private int total;

    MovieExcerpt(RecordingBytes bytes, List<String> problems) {
        this.bytes = bytes;
        this.problems = problems;
    }

    /** A movie with its header and these tracks. */
    byte[] of(@Nullable Box mvhd, List<Track> tracks) throws IOException {
        ByteArrayOutputStream movie = new ByteArrayOutputStream();
        movie.writeBytes(copy(mvhd));
        for (Track track : tracks) {
            movie.writeBytes(track(track.boxes()));
        }
        return box("moov", movie.toByteArray());
    }

    /**
     * One track, with what may fail to parse at the very end: metadata-extractor leaves a level of boxes at the first error and
     * takes what is left of it for a part of the level above.
     */
    private byte[] track(Track.Boxes boxes) throws IOException {
        byte[] samples = box("stbl", copy(boxes.samples().stsd()));
        byte[] media = box("mdia", copy(boxes.mdhd()), copy(boxes.hdlr()), box("minf", samples));
        return box("trak", media);
    }

    private byte[] copy(@Nullable Box part) throws IOException {
        if (part == null) {
            return new byte[0];
        }
        if (part.bodyLength() > LONGEST - total) {
            problems.add(part.name() + " at byte " + part.start() + " has " + part.bodyLength()
                    + " bytes, too long for metadata; it was not read");
            return new byte[0];
        }
        total += (int) part.bodyLength();
        return box(part.code(), bytes.copy(part.body(), (int) part.bodyLength()));
    }

    private static byte[] box(String type, byte[]... parts) {
        return box(Box.codeOf(type), parts);
    }

    private static byte[] box(int code, byte[]... parts) {
        int length = 8;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer box = ByteBuffer.allocate(length).putInt(length).putInt(code);
        for (byte[] part : parts) {
            box.put(part);
        }
        return box.array();
    }
}
