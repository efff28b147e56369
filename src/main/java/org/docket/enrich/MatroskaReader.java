package org.docket.enrich;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Media;
import org.docket.enrich.EbmlWalker.Element;
import org.jspecify.annotations.Nullable;

/** Reads Matroska and WebM (RFC 9559): what stands before the pictures and sound. */
final class MatroskaReader {
    private static final long EBML = 0x1A45DFA3L;
    private static final long DOC_TYPE = 0x4282;
    private static final long SEGMENT = 0x18538067L;
    private static final long INFO = 0x1549A966L;
    private static final long TIMESTAMP_SCALE = 0x2AD7B1;
    private static final long DURATION = 0x4489;
    private static final long DATE_UTC = 0x4461;
    private static final long MUXING_APP = 0x4D80;
    private static final long WRITING_APP = 0x5741;
    private static final long TRACKS = 0x1654AE6BL;
    private static final long TRACK_ENTRY = 0xAE;
    private static final long TRACK_TYPE = 0x83;
    private static final long CODEC_ID = 0x86;
    private static final long DEFAULT_DURATION = 0x23E383;
    private static final long VIDEO = 0xE0;
    private static final long PIXEL_WIDTH = 0xB0;
    private static final long PIXEL_HEIGHT = 0xBA;
    private static final long PROJECTION = 0x7670;
    private static final long CLUSTER = 0x1F43B675L;

    private static final Map<Long, String> NAMES =
            Map.of(EBML, "EBML", SEGMENT, "Segment", INFO, "Info", TRACKS, "Tracks", CLUSTER, "Cluster");

    private static final int VIDEO_TRACK = 1;
    private static final int SOUND_TRACK = 2;
    private static final double NANOSECONDS = 1e9;
    private static final long USUAL_SCALE = 1_000_000;
    private static final Instant ZERO = Instant.parse("2001-01-01T00:00:00Z");

    private final Clock clock;

    MatroskaReader(Clock clock) {
        this.clock = clock;
    }

    /** What to call an element in a sentence. */
    static String name(long id) {
        return NAMES.getOrDefault(id, "element " + Long.toHexString(id).toUpperCase(Locale.ROOT));
    }

    Media read(RecordingBytes bytes, @Nullable String mime, List<String> problems) throws IOException {
        EbmlWalker walker = new EbmlWalker(bytes, problems);
        Optional<Element> header = walker.at(0, bytes.length());
        if (header.isEmpty()) {
            problems.add("the recording ends in the middle of its EBML header");
            return Media.unreadable(mime);
        }
        String type = mime;
        for (Element element : walker.children(header.get())) {
            if (element.id() == DOC_TYPE && "webm".equals(walker.text(element))) {
                type = "video/webm";
            }
        }
        Optional<Element> segment = walker.at(header.get().end(), bytes.length());
        if (segment.isEmpty() || segment.get().id() != SEGMENT) {
            problems.add("the recording has no Segment: it was never finished, or a part of it is missing");
            return Media.unreadable(type);
        }
        if (!segment.get().sized()) {
            problems.add("the Segment has no length: the recording was never finished");
        }
        return media(type, parts(segment.get(), walker, problems), walker);
    }

    /** What stands before the first pictures, by its kind; what comes after them only where it was not there before. */
    private static Map<Long, Element> parts(Element segment, EbmlWalker walker, List<String> problems)
            throws IOException {
        Map<Long, Element> parts = new HashMap<>();
        long position = segment.body();
        while (position < segment.end() && !parts.keySet().containsAll(List.of(INFO, TRACKS, CLUSTER))) {
            Optional<Element> part = walker.at(position, segment.end());
            if (part.isEmpty()) {
                walker.damaged("the Segment", position);
                break;
            }
            parts.putIfAbsent(part.get().id(), part.get());
            position = part.get().end();
        }
        if (!parts.containsKey(CLUSTER)) {
            problems.add("the recording has no picture or sound: there is no Cluster");
        }
        return parts;
    }

    private Media media(@Nullable String mime, Map<Long, Element> parts, EbmlWalker walker) throws IOException {
        Info info = parts.containsKey(INFO) ? info(parts.get(INFO), walker) : new Info(null, null, null);
        List<TrackEntry> tracks = new ArrayList<>();
        if (parts.containsKey(TRACKS)) {
            for (Element entry : walker.children(parts.get(TRACKS))) {
                if (entry.id() == TRACK_ENTRY) {
                    tracks.add(track(entry, walker));
                }
            }
        }
        TrackEntry none = new TrackEntry(null, null, null, null, null, null);
        TrackEntry video = first(tracks, VIDEO_TRACK).orElse(none);
        return new Media(
                mime,
                info.seconds(),
                video.width(),
                video.height(),
                video.rotation(),
                video.codec(),
                first(tracks, SOUND_TRACK).map(TrackEntry::codec).orElse(null),
                video.framesPerSecond(),
                info.createdAt(),
                null,
                null,
                null,
                null,
                info.software());
    }

    private record Info(
            @Nullable Double seconds,
            @Nullable Instant createdAt,
            @Nullable String software) {}

    private record TrackEntry(
            @Nullable Long kind,
            @Nullable String codec,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer rotation,
            @Nullable Double framesPerSecond) {}

    private static Optional<TrackEntry> first(List<TrackEntry> tracks, int kind) {
        return tracks.stream()
                .filter(track -> track.kind() != null && track.kind() == kind)
                .findFirst();
    }

    private Info info(Element info, EbmlWalker walker) throws IOException {
        Map<Long, Element> fields = fields(info, walker);
        Long scale = number(fields, TIMESTAMP_SCALE, walker);
        Double duration = fields.containsKey(DURATION) ? walker.fraction(fields.get(DURATION)) : null;
        Long date = number(fields, DATE_UTC, walker);
        String writer = text(fields, WRITING_APP, walker);
        return new Info(
                duration == null
                        ? null
                        : Plausible.seconds(duration * (scale == null ? USUAL_SCALE : scale) / NANOSECONDS),
                date == null ? null : Plausible.time(ZERO.plusNanos(date), clock),
                writer != null ? writer : text(fields, MUXING_APP, walker));
    }

    private static TrackEntry track(Element entry, EbmlWalker walker) throws IOException {
        Map<Long, Element> fields = fields(entry, walker);
        Map<Long, Element> video = fields.containsKey(VIDEO) ? fields(fields.get(VIDEO), walker) : Map.of();
        Long frame = number(fields, DEFAULT_DURATION, walker);
        Integer width = pixels(number(video, PIXEL_WIDTH, walker));
        return new TrackEntry(
                number(fields, TRACK_TYPE, walker),
                text(fields, CODEC_ID, walker),
                width,
                pixels(number(video, PIXEL_HEIGHT, walker)),
                width != null && !video.containsKey(PROJECTION) ? 0 : null,
                frame == null || frame <= 0 ? null : Plausible.framesPerSecond(NANOSECONDS / frame));
    }

    private static Map<Long, Element> fields(Element parent, EbmlWalker walker) throws IOException {
        Map<Long, Element> fields = new HashMap<>();
        for (Element child : walker.children(parent)) {
            fields.putIfAbsent(child.id(), child);
        }
        return fields;
    }

    private static @Nullable Long number(Map<Long, Element> fields, long id, EbmlWalker walker) throws IOException {
        Element field = fields.get(id);
        return field == null ? null : walker.number(field);
    }

    private static @Nullable String text(Map<Long, Element> fields, long id, EbmlWalker walker) throws IOException {
        Element field = fields.get(id);
        return field == null ? null : walker.text(field);
    }

    private static @Nullable Integer pixels(@Nullable Long claimed) {
        return claimed == null || claimed > Integer.MAX_VALUE ? null : Plausible.pixels(claimed.intValue());
    }
}
