package org.docket.vault;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The CRC-64 that the Blob service computes of a block when {@code x-ms-content-crc64} comes with it: reflected polynomial
 * 9A6C9329AC4BC9B5 (Azure Storage REST API, Put Block), all ones before and after, eight bytes in little-endian order.
 *
 * <p>Four words are under way at once, each in a remainder of its own: one table look-up would otherwise wait for the one before.
 */
final class Crc64 implements BlockCheck.Running {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final int WORD = Long.BYTES;
    private static final int WORDS = 4;
    private static final int STRIDE = WORDS * WORD;

    private static final VarHandle AT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What each byte of a word leaves when the word has been passed. */
    private static final long[][] NEXT = tables(WORD);

    /** The same when all words of a stride have been passed. */
    private static final long[][] FAR = tables(STRIDE);

    private long remainder = ~0L;

    private static long[][] tables(int distance) {
        long[] single = new long[256];
        for (int value = 0; value < 256; value++) {
            long rest = value;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                rest = (rest & 1) == 0 ? rest >>> 1 : (rest >>> 1) ^ POLYNOMIAL;
            }
            single[value] = rest;
        }
        long[][] tables = new long[WORD][256];
        for (int place = 0; place < WORD; place++) {
            for (int value = 0; value < 256; value++) {
                long rest = (long) value << (Byte.SIZE * place);
                for (int passed = 0; passed < distance; passed++) {
                    rest = (rest >>> Byte.SIZE) ^ single[(int) rest & 0xFF];
                }
                tables[place][value] = rest;
            }
        }
        return tables;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        int strided = length - length % STRIDE;
        if (strided >= 2 * STRIDE) {
            strides(bytes, at, at + strided);
            at += strided;
        }
        for (; at + WORD <= end; at += WORD) {
            remainder = pass(NEXT, remainder ^ word(bytes, at));
        }
        for (; at < end; at++) {
            remainder = (remainder >>> Byte.SIZE) ^ NEXT[WORD - 1][(int) (remainder ^ bytes[at]) & 0xFF];
        }
    }

    /** Whole strides; the last of them joins the four remainders again. */
    private void strides(byte[] bytes, int from, int to) {
        long first = remainder;
        long second = 0;
        long third = 0;
        long fourth = 0;
        int last = to - STRIDE;
        for (int at = from; at < last; at += STRIDE) {
            first = pass(FAR, first ^ word(bytes, at));
            second = pass(FAR, second ^ word(bytes, at + WORD));
            third = pass(FAR, third ^ word(bytes, at + 2 * WORD));
            fourth = pass(FAR, fourth ^ word(bytes, at + 3 * WORD));
        }
        long joined = pass(NEXT, first ^ word(bytes, last));
        joined = pass(NEXT, joined ^ second ^ word(bytes, last + WORD));
        joined = pass(NEXT, joined ^ third ^ word(bytes, last + 2 * WORD));
        remainder = pass(NEXT, joined ^ fourth ^ word(bytes, last + 3 * WORD));
    }

    private static long word(byte[] bytes, int at) {
        return (long) AT.get(bytes, at);
    }

    private static long pass(long[][] tables, long word) {
        return tables[0][(int) word & 0xFF]
                ^ tables[1][(int) (word >>> 8) & 0xFF]
                ^ tables[2][(int) (word >>> 16) & 0xFF]
                ^ tables[3][(int) (word >>> 24) & 0xFF]
                ^ tables[4][(int) (word >>> 32) & 0xFF]
                ^ tables[5][(int) (word >>> 40) & 0xFF]
                ^ tables[6][(int) (word >>> 48) & 0xFF]
                ^ tables[7][(int) (word >>> 56)];
    }

    @Override
    public Checksum value() {
        return Checksum.of(
                BlockCheck.CRC64,
                ByteBuffer.allocate(WORD)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(~remainder)
                        .array());
    }
}
