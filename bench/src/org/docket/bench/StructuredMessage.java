package org.docket.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.docket.vault.Crc64;

/**
 * Takes the content out of a body of {@code x-ms-structured-body: XSM/1.0; properties=crc64}, and checks the CRC64 of each
 * segment and of the whole. The message is: version (1 byte), length of the message (8), flags (2), number of segments (2); for
 * each segment its number (2), the length of its content (8), the content and its CRC64 (8); the CRC64 of all content (8).
 * Numbers are little-endian.
 */
final class StructuredMessage {
    private static final int HEADER = 13;
    private static final int SEGMENT_HEADER = 10;

    private enum Part {
        HEADER,
        SEGMENT_HEADER,
        CONTENT,
        SEGMENT_CRC,
        CRC,
        END
    }

    /** Where the content goes. */
    interface Content {
        void take(ByteBuffer bytes);
    }

    private final Content content;
    private final Crc64 whole = new Crc64();
    private final ByteBuffer fields = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private Crc64 segment = new Crc64();
    private Part part = Part.HEADER;
    private int segments;
    private long left;
    private boolean sound = true;

    StructuredMessage(Content content) {
        this.content = content;
        fields.limit(HEADER);
    }

    /** Takes in what is left of the buffer. */
    void update(ByteBuffer bytes) {
        while (bytes.hasRemaining() && part != Part.END) {
            if (part == Part.CONTENT) {
                content(bytes);
            } else {
                while (fields.hasRemaining() && bytes.hasRemaining()) {
                    fields.put(bytes.get());
                }
                if (!fields.hasRemaining()) {
                    fields.flip();
                    next();
                }
            }
        }
        sound &= !bytes.hasRemaining();
        bytes.position(bytes.limit());
    }

    /** Whether all of it arrived, as it was. */
    boolean isSound() {
        return sound && part == Part.END;
    }

    private void content(ByteBuffer bytes) {
        ByteBuffer some = bytes.slice();
        some.limit((int) Math.min(left, some.remaining()));
        int length = some.remaining();
        segment.update(some);
        whole.update(some.flip());
        content.take(some.flip());
        bytes.position(bytes.position() + length);
        left -= length;
        if (left == 0) {
            await(Part.SEGMENT_CRC, Long.BYTES);
        }
    }

    private void next() {
        switch (part) {
            case HEADER -> {
                sound &= fields.get() == 1;
                fields.getLong();
                sound &= fields.getShort() == 1;
                segments = Short.toUnsignedInt(fields.getShort());
                awaitSegment();
            }
            case SEGMENT_HEADER -> {
                fields.getShort();
                left = fields.getLong();
                segment = new Crc64();
                await(left == 0 ? Part.SEGMENT_CRC : Part.CONTENT, Long.BYTES);
            }
            case SEGMENT_CRC -> {
                sound &= fields.getLong() == segment.sum();
                segments--;
                awaitSegment();
            }
            case CRC -> {
                sound &= fields.getLong() == whole.sum();
                part = Part.END;
            }
            default -> throw new IllegalStateException(part.name());
        }
    }

    private void awaitSegment() {
        if (segments > 0) {
            await(Part.SEGMENT_HEADER, SEGMENT_HEADER);
        } else {
            await(Part.CRC, Long.BYTES);
        }
    }

    private void await(Part next, int length) {
        part = next;
        fields.clear().limit(length);
    }
}
