package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the samples of a track lie: looked at by its first and last entries only, which show a table that contradicts itself or
 * points beyond the recording, and give the place of the first sample.
 */
final class SamplePlaces {
    /** Version, flags and number of entries, before the first entry. */
    private static final int TABLE = 8;

    private static final int CHUNK_ENTRY = 12;

    private final Track.SampleBoxes boxes;
    private final RecordingBytes bytes;

    SamplePlaces(Track.SampleBoxes boxes, RecordingBytes bytes) {
        this.boxes = boxes;
        this.bytes = bytes;
    }

    /** Some bytes of the recording. */
    record Place(long position, long length) {}

    /** How many samples the track says it has, outside of fragments. */
    long count() throws IOException {
        Box sizes = boxes.stsz();
        return sizes == null || sizes.bodyLength() < 12 ? 0 : unsigned(sizes.body() + 8);
    }

    /** The first sample; empty where the track does not say. */
    Optional<Place> first() throws IOException {
        long chunks = chunks();
        Box sizes = boxes.stsz();
        if (chunks < 1 || sizes == null || sizes.bodyLength() < 12) {
            return Optional.empty();
        }
        ByteBuffer table = bytes.read(sizes.body(), (int) Math.min(sizes.bodyLength(), 16));
        long size = Integer.toUnsignedLong(table.getInt(4));
        if (size == 0 && table.remaining() == 16) {
            size = Integer.toUnsignedLong(table.getInt(12));
        }
        long position = chunk(0);
        return size > 0 && position > 0 && size <= bytes.length() - position
                ? Optional.of(new Place(position, size))
                : Optional.empty();
    }

    /** Adds what is wrong with the tables of a track of that name, if anything is. */
    void check(String track, List<String> problems) throws IOException {
        long chunks = chunks();
        if (chunks == 0 && count() > 0) {
            problems.add("the " + track + " track does not say where its samples lie");
        }
        Box runs = boxes.stsc();
        if (chunks < 1 || runs == null || runs.bodyLength() < TABLE + CHUNK_ENTRY) {
            return;
        }
        long entries = Math.min(unsigned(runs.body() + 4), (runs.bodyLength() - TABLE) / CHUNK_ENTRY);
        long first = entries == 0 ? 1 : unsigned(runs.body() + TABLE);
        long last = entries == 0 ? 1 : unsigned(runs.body() + TABLE + (entries - 1) * CHUNK_ENTRY);
        if (first != 1) {
            problems.add("the " + track + " track begins with chunk " + first + " instead of chunk 1");
        } else if (last > chunks) {
            problems.add("the " + track + " track speaks of chunk " + last + " but has " + chunks);
        }
        long end = chunk(chunks - 1);
        if (Long.compareUnsigned(end, bytes.length()) >= 0) {
            problems.add("the " + track + " track goes on at byte " + Long.toUnsignedString(end)
                    + " but the recording has " + bytes.length());
        }
    }

    /** How many chunks the track has: no more than the table has room for. */
    private long chunks() throws IOException {
        Box table = table();
        if (table == null || table.bodyLength() < TABLE) {
            return 0;
        }
        return Math.min(unsigned(table.body() + 4), (table.bodyLength() - TABLE) / entry());
    }

    private long chunk(long index) throws IOException {
        Box table = table();
        if (table == null) {
            return 0;
        }
        long position = table.body() + TABLE + index * entry();
        ByteBuffer entry = bytes.read(position, entry());
        if (entry.remaining() < entry()) {
            return 0;
        }
        return boxes.stco() != null ? Integer.toUnsignedLong(entry.getInt()) : entry.getLong();
    }

    private long unsigned(long position) throws IOException {
        ByteBuffer number = bytes.read(position, Integer.BYTES);
        return number.remaining() < Integer.BYTES ? 0 : Integer.toUnsignedLong(number.getInt());
    }

    private @Nullable Box table() {
        return boxes.stco() != null ? boxes.stco() : boxes.co64();
    }

    private int entry() {
        return boxes.stco() != null ? Integer.BYTES : Long.BYTES;
    }
}
