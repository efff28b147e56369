package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Steps from chunk header to chunk header of a RIFF recording and never reads what lies between them. */
final class RiffWalker {
    static final int HEADER = 8;
    private static final int LIST_HEADER = 12;
    private static final int MOST_CHUNKS = 10_000;

    private final RecordingBytes bytes;
    private final List<String> problems;
    private int seen;

    RiffWalker(RecordingBytes bytes, List<String> problems) {
        this.bytes = bytes;
        this.problems = problems;
    }

    /**
     * One chunk.
     *
     * @param name its type; for a list that of the list, such as {@code hdrl}
     * @param body position of the first byte of its content
     * @param end position of the first byte after it, never beyond what holds it
     */
    record Chunk(String name, boolean list, long body, long end) {
        boolean is(String other) {
            return name.equals(other);
        }
    }

    /** The chunks between two positions. */
    List<Chunk> chunks(long from, long to) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        long position = from;
        while (to - position >= HEADER && ++seen <= MOST_CHUNKS) {
            ByteBuffer header = bytes.read(position, LIST_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            if (header.remaining() < HEADER) {
                break;
            }
            String name = name(header, 0);
            long size = Integer.toUnsignedLong(header.getInt(4));
            boolean list = (name.equals("LIST") || name.equals("RIFF")) && header.remaining() == LIST_HEADER;
            long end = position + HEADER + size;
            if (end > to) {
                problems.add(name + " at byte " + position + " claims " + size + " bytes but "
                        + (to == bytes.length()
                                ? "the recording has " + to
                                : "what holds it has " + (to - position - HEADER) + " left"));
                end = to;
            }
            long body = Math.min(end, position + (list ? LIST_HEADER : HEADER));
            chunks.add(new Chunk(list ? name(header, 8) : name, list, body, end));
            position = end + (size & 1);
        }
        return chunks;
    }

    private static String name(ByteBuffer header, int offset) {
        return Box.nameOf(Integer.reverseBytes(header.getInt(offset)));
    }
}
