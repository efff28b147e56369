package org.docket.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A real recording with something of its own at its end: a box that players skip.
 *
 * @param sample the recording
 * @param number which of its variants; no two are the same
 */
record Content(Path sample, long number) {
    private static final int BOX = 24;

    private static final Path FOOTAGE = Path.of("src", "test", "resources", "footage", "real");
    private static final Path SAMPLES = Path.of("samples", "brixton-dock-1");

    /** One block each, with blocks of 64 KiB. */
    private static final List<Path> SHORT =
            List.of(FOOTAGE.resolve("android-slowmo-muxer.mp4"), FOOTAGE.resolve("samsung-sef-slowmo.mp4"));

    /** Two to nine blocks. */
    private static final List<Path> MIDDLE = List.of(
            FOOTAGE.resolve("iphone14pro-dolbyvision.mov"),
            FOOTAGE.resolve("webcam-fragmented.mp4"),
            FOOTAGE.resolve("phone-timestamps-lavf.mp4"),
            FOOTAGE.resolve("phone-h263.3gp"),
            FOOTAGE.resolve("android6-seoul-1.mp4"));

    /** 12, 20 and 63 blocks. */
    private static final List<Path> LONG = List.of(
            FOOTAGE.resolve("iphonex-reexport.mov"),
            FOOTAGE.resolve("opencv-tree.avi"),
            SAMPLES.resolve("MP6038_CAM0093405_20260314T224730.mp4"));

    /** A recording of any length, mostly a short one. */
    static Content any(RandomGenerator random, long number) {
        int length = random.nextInt(100);
        List<Path> samples = length < 60 ? SHORT : length < 94 ? MIDDLE : LONG;
        return new Content(samples.get(random.nextInt(samples.size())), number);
    }

    /** A recording that fits into one block of 64 KiB. */
    static Content ofOneBlock(long number) {
        return new Content(SHORT.get((int) (number % SHORT.size())), number);
    }

    /** A recording that takes its time. */
    static Content ofManyBlocks(long number) {
        return new Content(LONG.get(LONG.size() - 1), number);
    }

    boolean isOfManyBlocks() {
        return LONG.contains(sample);
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Files.readAllBytes(sample));
        bytes.write(ByteBuffer.allocate(BOX)
                .putInt(BOX)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .putLong(number)
                .putLong(~number)
                .array());
        return bytes.toByteArray();
    }

    /** The ending of the sample's name, with its dot. */
    String ending() {
        String name = sample.toString();
        return name.substring(name.lastIndexOf('.'));
    }

    /** The SHA-256 of bytes, 64 hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
