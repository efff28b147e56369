package org.docket.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * The CRC64 of the Azure Blob service: the reflected polynomial 9A6C9329AC4BC9B5, all bits set before the first byte and inverted
 * after the last.
 */
final class Crc64 {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final int LANES = 4;
    private static final int STRIDE = LANES * Long.BYTES;

    /** What a word becomes when it has gone through the register: a table of 256 for each of its bytes. */
    private static final long[] NEXT_WORD = wordTable(0);

    /** What a word becomes when it and the words of the other lanes have gone through the register. */
    private static final long[] NEXT_STRIDE = wordTable(STRIDE - Long.BYTES);

    private long register = -1;

    private static long[] wordTable(int zeroBytesAfterwards) {
        long[] oneByte = new long[256];
        for (int value = 0; value < 256; value++) {
            long register = value;
            for (int bit = 0; bit < 8; bit++) {
                register = (register >>> 1) ^ ((register & 1) == 0 ? 0 : POLYNOMIAL);
            }
            oneByte[value] = register;
        }
        long[] table = new long[8 * 256];
        for (int value = 0; value < 256; value++) {
            long register = oneByte[value];
            for (int zero = 0; zero < zeroBytesAfterwards; zero++) {
                register = (register >>> 8) ^ oneByte[(int) register & 0xFF];
            }
            for (int place = 7; place >= 0; place--) {
                table[place * 256 + value] = register;
                register = (register >>> 8) ^ oneByte[(int) register & 0xFF];
            }
        }
        return table;
    }

    /** Takes in what is left of the buffer. Its byte order is little-endian afterwards. */
    void update(ByteBuffer buffer) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        int position = buffer.position();
        int end = buffer.limit();
        if (end - position >= 2 * STRIDE) {
            int strides = (end - position) / STRIDE * STRIDE;
            register = strides(register, buffer, position, position + strides);
            position += strides;
        }
        long rest = register;
        for (; position < end; position++) {
            rest = (rest >>> 8) ^ NEXT_WORD[7 * 256 + (((int) rest ^ buffer.get(position)) & 0xFF)];
        }
        register = rest;
        buffer.position(end);
    }

    /**
     * The register is linear, so that four of them can run side by side over every fourth word, and be joined over the last four. They
     * are written out in step, byte by byte of their words, because they keep the processor busier so.
     */
    private static long strides(long register, ByteBuffer buffer, int from, int to) {
        long[] table = NEXT_STRIDE;
        long first = register;
        long second = 0;
        long third = 0;
        long fourth = 0;
        int position = from;
        for (; position < to - STRIDE; position += STRIDE) {
            long a = first ^ buffer.getLong(position);
            long b = second ^ buffer.getLong(position + 8);
            long c = third ^ buffer.getLong(position + 16);
            long d = fourth ^ buffer.getLong(position + 24);
            first = table[(int) a & 0xFF];
            second = table[(int) b & 0xFF];
            third = table[(int) c & 0xFF];
            fourth = table[(int) d & 0xFF];
            first ^= table[256 + ((int) (a >>> 8) & 0xFF)];
            second ^= table[256 + ((int) (b >>> 8) & 0xFF)];
            third ^= table[256 + ((int) (c >>> 8) & 0xFF)];
            fourth ^= table[256 + ((int) (d >>> 8) & 0xFF)];
            first ^= table[512 + ((int) (a >>> 16) & 0xFF)];
            second ^= table[512 + ((int) (b >>> 16) & 0xFF)];
            third ^= table[512 + ((int) (c >>> 16) & 0xFF)];
            fourth ^= table[512 + ((int) (d >>> 16) & 0xFF)];
            first ^= table[768 + ((int) (a >>> 24) & 0xFF)];
            second ^= table[768 + ((int) (b >>> 24) & 0xFF)];
            third ^= table[768 + ((int) (c >>> 24) & 0xFF)];
            fourth ^= table[768 + ((int) (d >>> 24) & 0xFF)];
            first ^= table[1024 + ((int) (a >>> 32) & 0xFF)];
            second ^= table[1024 + ((int) (b >>> 32) & 0xFF)];
            third ^= table[1024 + ((int) (c >>> 32) & 0xFF)];
            fourth ^= table[1024 + ((int) (d >>> 32) & 0xFF)];
            first ^= table[1280 + ((int) (a >>> 40) & 0xFF)];
            second ^= table[1280 + ((int) (b >>> 40) & 0xFF)];
            third ^= table[1280 + ((int) (c >>> 40) & 0xFF)];
            fourth ^= table[1280 + ((int) (d >>> 40) & 0xFF)];
            first ^= table[1536 + ((int) (a >>> 48) & 0xFF)];
            second ^= table[1536 + ((int) (b >>> 48) & 0xFF)];
            third ^= table[1536 + ((int) (c >>> 48) & 0xFF)];
            fourth ^= table[1536 + ((int) (d >>> 48) & 0xFF)];
            first ^= table[1792 + (int) (a >>> 56)];
            second ^= table[1792 + (int) (b >>> 56)];
            third ^= table[1792 + (int) (c >>> 56)];
            fourth ^= table[1792 + (int) (d >>> 56)];
        }
        long joined = through(NEXT_WORD, first ^ buffer.getLong(position));
        joined = through(NEXT_WORD, joined ^ second ^ buffer.getLong(position + 8));
        joined = through(NEXT_WORD, joined ^ third ^ buffer.getLong(position + 16));
        return through(NEXT_WORD, joined ^ fourth ^ buffer.getLong(position + 24));
    }

    private static long through(long[] table, long word) {
        return table[(int) word & 0xFF]
                ^ table[256 + ((int) (word >>> 8) & 0xFF)]
                ^ table[512 + ((int) (word >>> 16) & 0xFF)]
                ^ table[768 + ((int) (word >>> 24) & 0xFF)]
                ^ table[1024 + ((int) (word >>> 32) & 0xFF)]
                ^ table[1280 + ((int) (word >>> 40) & 0xFF)]
                ^ table[1536 + ((int) (word >>> 48) & 0xFF)]
                ^ table[1792 + (int) (word >>> 56)];
    }

    /** Of all that was taken in so far. */
    long value() {
        return ~register;
    }

    /** As the header {@code x-ms-content-crc64} has it: eight bytes, the lowest first. */
    String header() {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value());
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
