package org.docket.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes recordings of any length: a sample that a camera has recorded, and behind it a box of type {@code free}, which players
 * leap over, full of bytes that are different in every recording and the same in every run.
 */
final class Footage {
    private static final int LONG_BOX_HEADER = 16;
    private static final int BUFFER = 1024 * 1024;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final List<byte[]> samples = new ArrayList<>();

    /**
     * Reads the samples.
     *
     * @param folder with the samples of each dock in a folder of its own
     */
    Footage(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path sample : files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted()
                    .toList()) {
                samples.add(Files.readAllBytes(sample));
            }
        }
    }

    /**
     * Makes recordings in a new folder, and sees that the disk has them.
     *
     * @param bytes of each
     * @param seed other recordings for another seed
     */
    void make(Path folder, int count, long bytes, int seed) throws IOException {
        List<byte[]> fitting = samples.stream()
                .filter(sample -> sample.length + LONG_BOX_HEADER <= bytes)
                .toList();
        if (fitting.isEmpty()) {
            throw new IllegalArgumentException("no sample is as short as " + bytes + " bytes");
        }
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            String name =
                    String.format(Locale.ROOT, "MP%04d_CAM%07d_20260314T%06d.mp4", seed, i, i % 60 + i / 60 % 60 * 100);
            make(folder.resolve(name), fitting.get(i % fitting.size()), bytes, ((long) seed << 32) + i);
        }
    }

    private static void make(Path file, byte[] sample, long bytes, long seed) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(channel, ByteBuffer.wrap(sample));
            long box = bytes - sample.length;
            ByteBuffer header = ByteBuffer.allocate(LONG_BOX_HEADER)
                    .putInt(1)
                    .put("free".getBytes(StandardCharsets.US_ASCII))
                    .putLong(box);
            write(channel, header.flip());
            long state = seed * GOLDEN_GAMMA;
            for (long left = box - LONG_BOX_HEADER; left > 0; left -= buffer.limit()) {
                buffer.clear();
                for (int i = 0; i < BUFFER; i += Long.BYTES) {
                    state += GOLDEN_GAMMA;
                    buffer.putLong(i, mixed(state));
                }
                buffer.limit((int) Math.min(left, BUFFER));
                write(channel, buffer);
            }
            channel.force(true);
        }
    }

    /** The mixing function of SplittableRandom, which nobody can compress. */
    private static long mixed(long state) {
        long once = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
