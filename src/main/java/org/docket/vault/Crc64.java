package org.docket.vault;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * The CRC-64 that the Blob service computes of a block when {@code x-ms-content-crc64} comes with it: reflected polynomial
 * 9A6C9329AC4BC9B5 (Azure Storage REST API, Put Block), all bits set before the first byte and inverted after the last.
 */
public final class Crc64 implements BlockCheck.Running {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final int LANES = 3;

    /** What a word becomes when it has gone through the register: a table of 256 for each of its bytes. */
    private static final long[] NEXT_WORD = wordTable(0);

    /** What a word becomes when it and the words of the other lanes have gone through the register. */
    private static final long[] NEXT_STRIDE = wordTable((LANES - 1) * Long.BYTES);

    private final long[] words = new long[960];
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

    @Override
    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Takes in what is left of the buffer. */
    public void update(ByteBuffer buffer) {
        LongBuffer all = buffer.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        while (all.remaining() >= LANES) {
            int count = Math.min(words.length, all.remaining() / LANES * LANES);
            all.get(words, 0, count);
            register = through(register, words, count);
        }
        buffer.position(buffer.position() + all.position() * Long.BYTES);
        while (buffer.hasRemaining()) {
            register = (register >>> 8) ^ NEXT_WORD[7 * 256 + (((int) register ^ buffer.get()) & 0xFF)];
        }
    }

    /**
     * The register is linear, so that three of them can run side by side over every third word, and be joined over the last
     * three. They are written out in step, byte by byte of their words, because they keep the processor busier so; and over an
     * array, which the compiler reads without looking at its bounds.
     */
    private static long through(long register, long[] words, int count) {
        long[] table = NEXT_STRIDE;
        long first = register;
        long second = 0;
        long third = 0;
        int i = 0;
        for (; i < count - LANES; i += LANES) {
            long a = first ^ words[i];
            long b = second ^ words[i + 1];
            long c = third ^ words[i + 2];
            first = table[(int) a & 0xFF];
            second = table[(int) b & 0xFF];
            third = table[(int) c & 0xFF];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[256 + ((int) a & 0xFF)];
            second ^= table[256 + ((int) b & 0xFF)];
            third ^= table[256 + ((int) c & 0xFF)];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[512 + ((int) a & 0xFF)];
            second ^= table[512 + ((int) b & 0xFF)];
            third ^= table[512 + ((int) c & 0xFF)];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[768 + ((int) a & 0xFF)];
            second ^= table[768 + ((int) b & 0xFF)];
            third ^= table[768 + ((int) c & 0xFF)];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[1024 + ((int) a & 0xFF)];
            second ^= table[1024 + ((int) b & 0xFF)];
            third ^= table[1024 + ((int) c & 0xFF)];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[1280 + ((int) a & 0xFF)];
            second ^= table[1280 + ((int) b & 0xFF)];
            third ^= table[1280 + ((int) c & 0xFF)];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[1536 + ((int) a & 0xFF)];
            second ^= table[1536 + ((int) b & 0xFF)];
            third ^= table[1536 + ((int) c & 0xFF)];
            a >>>= 8;
            b >>>= 8;
            c >>>= 8;
            first ^= table[1792 + ((int) a & 0xFF)];
            second ^= table[1792 + ((int) b & 0xFF)];
            third ^= table[1792 + ((int) c & 0xFF)];
        }
        long joined = through(first ^ words[i]);
        joined = through(joined ^ second ^ words[i + 1]);
        return through(joined ^ third ^ words[i + 2]);
    }

    private static long through(long word) {
        long[] table = NEXT_WORD;
        return table[(int) word & 0xFF]
                ^ table[256 + ((int) (word >>> 8) & 0xFF)]
                ^ table[512 + ((int) (word >>> 16) & 0xFF)]
                ^ table[768 + ((int) (word >>> 24) & 0xFF)]
                ^ table[1024 + ((int) (word >>> 32) & 0xFF)]
                ^ table[1280 + ((int) (word >>> 40) & 0xFF)]
                ^ table[1536 + ((int) (word >>> 48) & 0xFF)]
                ^ table[1792 + (int) (word >>> 56)];
    }

    @Override
    public Checksum value() {
        return Checksum.of(
                BlockCheck.CRC64,
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(sum())
                        .array());
    }

    /** Of all that was taken in so far. */
    public long sum() {
        return ~register;
    }

    /** Of all that was taken in so far, as the header {@code x-ms-content-crc64} has it. */
    public String header() {
        return value().base64();
    }
}
