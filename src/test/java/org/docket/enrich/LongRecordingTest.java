package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.docket.enrich.ContainerReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongRecordingTest {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    private final ContainerReader reader =
            new ContainerReader(Clock.fixed(Instant.parse("2026-08-03T11:20:00Z"), ZoneOffset.UTC));

    private final Path folder;

    LongRecordingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsFiveGibibytesWithTheMovieAtTheEndQuicklyAndInLittleMemory() throws IOException {
        Path recording = longRecording(5 * GIB);
        long before = allocated();

        Reading reading = assertTimeout(Duration.ofSeconds(10), () -> reader.read(recording));

        assertThat(allocated() - before).isLessThan(32 * MIB);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.media().durationSeconds()).isEqualTo(2.152);
        assertThat(reading.media().width()).isEqualTo(320);
        assertThat(reading.media().createdAt()).isEqualTo("2020-10-30T12:14:50Z");
    }

    @Test
    void leavesOutMetadataThatIsTooLongToHold() throws IOException {
        Path recording = hostile("mvhd", 3 * GIB);
        long before = allocated();

        Reading reading = assertTimeout(Duration.ofSeconds(10), () -> reader.read(recording));

        assertThat(allocated() - before).isLessThan(32 * MIB);
        assertThat(reading.problems())
                .contains("mvhd at byte 24 has " + 3 * GIB + " bytes, too long for metadata; it was not read");
    }

    @Test
    void givesUpOnEndlessBoxes() throws IOException {
        Path recording = folder.resolve("boxes.mp4");
        ByteBuffer boxes = ByteBuffer.allocate(8 * (BoxWalker.MAX_BOXES + 2));
        boxes.putInt(16).putInt(Box.codeOf("ftyp")).putInt(Box.codeOf("isom")).putInt(0);
        while (boxes.hasRemaining()) {
            boxes.putInt(8).putInt(Box.codeOf("free"));
        }
        Files.write(recording, boxes.array());

        Reading reading = assertTimeout(Duration.ofSeconds(10), () -> reader.read(recording));

        assertThat(reading.problems()).contains("the recording has more than 200000 boxes; the rest was not looked at");
    }

    @Test
    void readsLittleOfSettingsThatWereMadeToBeReadForLong() throws IOException {
        Path recording = folder.resolve("settings.mp4");
        int each = 16_384;
        int count = 20_000;
        try (FileChannel channel = create(recording)) {
            write(channel, 0, longHeader("moov", 16L + 16 + (long) each * count));
            write(channel, 16, longHeader("udta", 16L + (long) each * count));
            for (int i = 0; i < count; i++) {
                ByteBuffer header =
                        ByteBuffer.allocate(8).putInt(each).putInt(Box.codeOf(i % 2 == 0 ? "GPMF" : "loci"));
                write(channel, 32 + (long) i * each, header.flip());
            }
            write(channel, 32 + (long) each * count - 1, ByteBuffer.allocate(1));
        }
        try (RecordingBytes bytes = RecordingBytes.open(recording)) {
            assertTimeout(Duration.ofSeconds(10), () -> reader.read(bytes, recording, ZoneOffset.UTC));

            assertThat(bytes.fetched()).isLessThan(16 * MIB);
        }
    }

    /** A real recording whose pictures have been stretched by nothing. */
    private Path longRecording(long pictures) throws IOException {
        byte[] real = Files.readAllBytes(Footage.real("samsung-sef-slowmo.mp4"));
        int start = Footage.indexOfBox(real, "mdat");
        int moov = Footage.indexOfBox(real, "moov");
        Path recording = folder.resolve("long.mp4");
        try (FileChannel channel = create(recording)) {
            write(channel, 0, ByteBuffer.wrap(real, 0, start));
            write(channel, start, longHeader("mdat", 16 + pictures));
            write(channel, start + 16 + pictures, ByteBuffer.wrap(Arrays.copyOfRange(real, moov, real.length)));
        }
        return recording;
    }

    /** A movie that holds one box of that type with a body of that length. */
    private Path hostile(String type, long body) throws IOException {
        Path recording = folder.resolve("hostile.mp4");
        try (FileChannel channel = create(recording)) {
            write(
                    channel,
                    0,
                    ByteBuffer.allocate(8).putInt(8).putInt(Box.codeOf("free")).flip());
            write(channel, 8, longHeader("moov", 16 + 16 + body));
            write(channel, 24, longHeader(type, 16 + body));
            write(channel, 40 + body - 1, ByteBuffer.allocate(1));
        }
        return recording;
    }

    private static FileChannel create(Path recording) throws IOException {
        return FileChannel.open(
                recording, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
    }

    private static ByteBuffer longHeader(String type, long size) {
        return ByteBuffer.allocate(16)
                .putInt(1)
                .putInt(Box.codeOf(type))
                .putLong(size)
                .flip();
    }

    private static void write(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Bytes that this thread has ever allocated. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
