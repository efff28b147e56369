package org.docket.enrich;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a recording runs that was written in fragments (ISO/IEC 14496-12, 8.8). Where fragments say when they begin, the
 * first and the last few are enough; where they do not, all are added up, if there are not too many. What is missing
 * somewhere leaves the running time absent.
 */
final class Fragments {
    /** Half a day of fragments of half a second each has 86,400; a camera that writes so many says when they begin. */
    private static final int MOST = 10_000;
    /** Among so many fragments at either end, each track has one. */
    private static final int AT_EACH_END = 32;

    /** How long samples run, in all fragments that are looked at; an hour of thirty pictures a second has 432 kilobytes. */
    private static final int MOST_TIMES = 16 << 20;

    private final BoxWalker walker;
    private final RecordingBytes bytes;
    private final Map<Integer, TrackTimes> tracks;
    private long room = MOST_TIMES;

    private Fragments(BoxWalker walker, RecordingBytes bytes, Map<Integer, TrackTimes> tracks) {
        this.walker = walker;
        this.bytes = bytes;
        this.tracks = tracks;
    }

    /**
     * What fragments need to know of their track.
     *
     * @param scale units of time in a second
     * @param own units that the samples outside of fragments run
     * @param sample units that a sample runs where its fragment does not say; null where the movie does not either
     */
    private record TrackTimes(
            double scale, double own, @Nullable Long sample) {}

    /**
     * The part of one fragment that belongs to one track.
     *
     * @param start seconds from the start of the presentation; null where it does not say
     * @param seconds how long its samples run
     */
    private record Part(int track, @Nullable Double start, double seconds) {}

    /**
     * The running time in seconds; null where it cannot be told.
     *
     * @param moofs all fragments, in their order
     */
    static @Nullable Double seconds(
            List<Box> moofs, List<Box> movie, List<Track> tracks, BoxWalker walker, RecordingBytes bytes)
            throws IOException {
        Optional<Box> mvex = BoxWalker.first(movie, "mvex");
        List<Box> extensions = mvex.isPresent() ? walker.children(mvex.get()) : List.of();
        Map<Integer, TrackTimes> times = new HashMap<>();
        for (Track track : tracks) {
            TrackHeader header = track.header();
            MediaHeader media = track.media();
            if (header != null && media != null) {
                times.put(header.id(), times(header.id(), track, media, extensions, bytes));
            }
        }
        Fragments fragments = new Fragments(walker, bytes, times);
        Optional<Double> seconds = fragments.byStarts(moofs);
        if (seconds.isEmpty() && moofs.size() <= MOST) {
            seconds = fragments.byAll(moofs);
        }
        return seconds.isPresent() ? Plausible.seconds(seconds.get()) : null;
    }

    private static TrackTimes times(int id, Track track, MediaHeader media, List<Box> extensions, RecordingBytes bytes)
            throws IOException {
        boolean samples = new SamplePlaces(track.boxes().samples(), bytes).count() > 0;
        return new TrackTimes(media.scale(), samples ? media.duration() : 0, sample(id, extensions, bytes));
    }

    /** The default of the movie: {@code trex} has version and flags, track, description, duration of a sample. */
    private static @Nullable Long sample(int id, List<Box> extensions, RecordingBytes bytes) throws IOException {
        for (Box box : extensions) {
            if (box.is("trex") && box.bodyLength() >= 24) {
                ByteBuffer trex = bytes.read(box.body(), 24);
                if (trex.getInt(4) == id) {
                    return Integer.toUnsignedLong(trex.getInt(12));
                }
            }
        }
        return null;
    }

    private Optional<Double> byStarts(List<Box> moofs) throws IOException {
        int near = Math.min(AT_EACH_END, moofs.size());
        Optional<List<Part>> first = parts(moofs.subList(0, 1));
        Optional<List<Part>> last = parts(moofs.subList(moofs.size() - near, moofs.size()));
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        double start = tracks.values().stream().anyMatch(track -> track.own() > 0) ? 0 : Double.MAX_VALUE;
        double end = 0;
        for (Part part : first.get()) {
            start = part.start() == null ? Double.NaN : Math.min(start, part.start());
        }
        for (Part part : last.get()) {
            end = part.start() == null ? Double.NaN : Math.max(end, part.start() + part.seconds());
        }
        double seconds = end - start;
        return seconds > 0 ? Optional.of(seconds) : Optional.empty();
    }

    private Optional<Double> byAll(List<Box> moofs) throws IOException {
        Map<Integer, Double> sums = new HashMap<>();
        tracks.forEach((id, times) -> sums.put(id, times.own() / times.scale()));
        Optional<List<Part>> parts = parts(moofs);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        parts.get().forEach(part -> sums.merge(part.track(), part.seconds(), Double::sum));
        return sums.values().stream().max(Double::compare);
    }

    /** The parts of these fragments; empty if anything is missing from one of them. */
    private Optional<List<Part>> parts(List<Box> moofs) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Box moof : moofs) {
            List<Box> inside = walker.children(moof);
            if (BoxWalker.first(inside, "mfhd").isEmpty()) {
                return Optional.empty();
            }
            for (Box traf : inside) {
                Optional<Part> part = traf.is("traf") ? part(walker.children(traf)) : Optional.empty();
                if (part.isPresent()) {
                    parts.add(part.get());
                } else if (traf.is("traf")) {
                    return Optional.empty();
                }
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    private Optional<Part> part(List<Box> traf) throws IOException {
        Optional<Box> tfhd = BoxWalker.first(traf, "tfhd");
        if (tfhd.isEmpty() || tfhd.get().bodyLength() < 8) {
            return Optional.empty();
        }
        ByteBuffer header =
                bytes.read(tfhd.get().body(), (int) Math.min(tfhd.get().bodyLength(), 32));
        int flags = header.getInt();
        int id = header.getInt();
        TrackTimes track = tracks.get(id);
        if (track == null) {
            return Optional.empty();
        }
        int skip = ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
        boolean own = (flags & 8) != 0 && header.remaining() >= skip + 4;
        @Nullable Long sample = own ? Long.valueOf(Integer.toUnsignedLong(header.getInt(8 + skip))) : track.sample();
        double units = 0;
        for (Box box : traf) {
            if (box.is("trun")) {
                units += run(box, sample);
            }
        }
        return Double.isNaN(units)
                ? Optional.empty()
                : Optional.of(new Part(id, start(traf, track), units / track.scale()));
    }

    private @Nullable Double start(List<Box> traf, TrackTimes track) throws IOException {
        Optional<Box> tfdt = BoxWalker.first(traf, "tfdt");
        ByteBuffer time = tfdt.isPresent() ? bytes.read(tfdt.get().body(), 12) : ByteBuffer.allocate(0);
        if (tfdt.isEmpty() || tfdt.get().bodyLength() < 8 || time.remaining() < 8) {
            return null;
        }
        boolean wide = time.get(0) == 1;
        if (wide && time.remaining() < 12) {
            return null;
        }
        return (wide ? time.getLong(4) : Integer.toUnsignedLong(time.getInt(4))) / track.scale();
    }

    /** Units of time that the samples of a {@code trun} run; not a number where it is not whole or does not say. */
    private double run(Box trun, @Nullable Long sample) throws IOException {
        if (trun.bodyLength() < 8) {
            return Double.NaN;
        }
        ByteBuffer header = bytes.read(trun.body(), 8);
        int flags = header.getInt();
        long count = Integer.toUnsignedLong(header.getInt());
        int skip = 8 + 4 * Integer.bitCount(flags & 0x5);
        int entry = 4 * Integer.bitCount(flags & 0xF00);
        if (skip + count * entry > trun.bodyLength()) {
            return Double.NaN;
        }
        if ((flags & 0x100) == 0) {
            return sample == null ? Double.NaN : (double) count * sample;
        }
        room -= count * entry;
        if (room < 0) {
            return Double.NaN;
        }
        ByteBuffer entries = bytes.read(trun.body() + skip, (int) (count * entry));
        double units = 0;
        for (int i = 0; i + entry <= entries.limit(); i += entry) {
            units += Integer.toUnsignedLong(entries.getInt(i));
        }
        return units;
    }
}
