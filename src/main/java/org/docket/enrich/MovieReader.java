package org.docket.enrich;

import com.drew.imaging.mp4.Mp4Reader;
import com.drew.metadata.Metadata;
import com.drew.metadata.mp4.Mp4BoxHandler;
import com.drew.metadata.mp4.Mp4Directory;
import com.drew.metadata.mp4.media.Mp4VideoDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.jspecify.annotations.Nullable;

/** Reads MP4, QuickTime and 3GP, which are one layout of boxes. */
final class MovieReader {
    private static final int MOST_TRACKS = 64;
    /** A duration of which all bits are set means that it is not known (ISO/IEC 14496-12, 8.2.2). */
    private static final long NOT_KNOWN = 0xFFFF_FFFFL;

    /** The zero of the container's clock. */
    private static final Instant ZERO = Instant.parse("1904-01-01T00:00:00Z");

    private final Clock clock;

    MovieReader(Clock clock) {
        this.clock = clock;
    }

    Media read(RecordingBytes bytes, @Nullable String mime, List<String> problems) throws IOException {
        BoxWalker walker = new BoxWalker(bytes, problems);
        int before = problems.size();
        List<Box> outermost = walker.outermost();
        Optional<Box> moov = movie(outermost, problems.size() == before, problems);
        if (moov.isEmpty()) {
            return Media.unreadable(mime);
        }
        List<Box> movie = walker.children(moov.get());
        List<Track> tracks = tracks(movie, walker, bytes, problems);
        UserData userData = UserData.read(movie, walker, bytes);
        Metadata metadata = extract(movie, tracks, bytes, problems);
        Mp4Directory header = metadata.getFirstDirectoryOfType(Mp4Directory.class);
        if (header != null) {
            checkCreation(header, tracks, problems);
        }
        List<Box> moofs = fragments(outermost);
        Double seconds =
                moofs.isEmpty() ? duration(header) : fragmentedDuration(moofs, movie, tracks, header, walker, bytes);
        Location telemetry = GoPro.place(tracks, bytes);
        Location place = telemetry != null ? telemetry : userData.place();
        return media(mime, seconds, tracks, metadata, framesPerSecond(tracks, bytes), place, userData);
    }

    /** The movie, if it is there, and a word if there is nothing to play. */
    private static Optional<Box> movie(List<Box> outermost, boolean whole, List<String> problems) {
        Optional<Box> moov = BoxWalker.first(outermost, "moov");
        if (moov.isEmpty()) {
            problems.add("the recording has no moov box: it was never finished, or a part of it is missing");
        } else if (whole && outermost.stream().noneMatch(box -> box.is("mdat") || box.is("moof"))) {
            problems.add("the recording has no picture or sound: there is no mdat box");
        } else if (whole && outermost.stream().noneMatch(box -> box.is("mdat") && box.bodyLength() > 0)) {
            problems.add("the recording has no picture or sound: its mdat box is empty");
        }
        return moov;
    }

    /** The fragments, without one that nothing follows: its pictures are missing. */
    private static List<Box> fragments(List<Box> outermost) {
        return outermost.subList(0, Math.max(0, outermost.size() - 1)).stream()
                .filter(box -> box.is("moof"))
                .toList();
    }

    private static List<Track> tracks(List<Box> movie, BoxWalker walker, RecordingBytes bytes, List<String> problems)
            throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (Box box : movie) {
            if (box.is("trak") && tracks.size() < MOST_TRACKS) {
                Track track = Track.read(box, walker, bytes);
                tracks.add(track);
                if (track.isVideo() || track.isSound()) {
                    new SamplePlaces(track.boxes().samples(), bytes)
                            .check(track.isVideo() ? "video" : "sound", problems);
                }
            }
        }
        if (tracks.stream().noneMatch(track -> track.isVideo() || track.isSound())) {
            problems.add("the recording has neither a video nor a sound track that can be read");
        }
        return tracks;
    }

    private static Metadata extract(List<Box> movie, List<Track> tracks, RecordingBytes bytes, List<String> problems)
            throws IOException {
        Optional<Box> mvhd = BoxWalker.first(movie, "mvhd");
        if (mvhd.isEmpty()) {
            problems.add("the recording has no movie header (mvhd)");
        }
        byte[] excerpt = new MovieExcerpt(bytes, problems).of(mvhd.orElse(null), tracks);
        Metadata metadata = new Metadata();
        try {
            Mp4Reader.extract(new ByteArrayInputStream(excerpt), new Mp4BoxHandler(metadata));
        } catch (RuntimeException e) {
            // why: hostile numbers can make the library throw anything; the recording is still evidence
            problems.add("the container could not be read in full: " + e.getMessage());
        }
        ExtractorErrors.addTo(problems, metadata);
        return metadata;
    }

    /** A camera writes its clock into all headers or into none. */
    private void checkCreation(Mp4Directory header, List<Track> tracks, List<String> problems) {
        if (!ZERO.equals(createdAt(header))) {
            return;
        }
        for (Track track : tracks) {
            TrackHeader own = track.header();
            // why: what is beyond this is no time at all, and more than an Instant can hold
            long seconds = own == null ? 0 : Math.max(0, Math.min(own.created(), NOT_KNOWN));
            Instant created = Plausible.time(ZERO.plusSeconds(seconds), clock);
            if (created != null) {
                problems.add("the movie header has no time of creation but a track has " + created
                        + ": a header was changed after the recording");
                return;
            }
        }
    }

    private static @Nullable Double fragmentedDuration(
            List<Box> moofs,
            List<Box> movie,
            List<Track> tracks,
            @Nullable Mp4Directory header,
            BoxWalker walker,
            RecordingBytes bytes)
            throws IOException {
        Double seconds = Fragments.seconds(moofs, movie, tracks, walker, bytes);
        return seconds != null ? seconds : claimedDuration(movie, header, walker, bytes);
    }

    /** What the movie says beforehand of all fragments together ({@code mehd}), in its own units. */
    private static @Nullable Double claimedDuration(
            List<Box> movie, @Nullable Mp4Directory header, BoxWalker walker, RecordingBytes bytes) throws IOException {
        Optional<Box> mvex = BoxWalker.first(movie, "mvex");
        Optional<Box> mehd = mvex.isPresent() ? walker.child(mvex.get(), "mehd") : Optional.empty();
        Long timeScale = header == null ? null : header.getLongObject(Mp4Directory.TAG_TIME_SCALE);
        if (mehd.isEmpty() || timeScale == null || timeScale <= 0) {
            return null;
        }
        ByteBuffer body =
                bytes.read(mehd.get().body(), (int) Math.min(mehd.get().bodyLength(), 12));
        boolean wide = body.remaining() == 12 && body.get(0) == 1;
        if (body.remaining() < 8) {
            return null;
        }
        long duration = wide ? body.getLong(4) : Integer.toUnsignedLong(body.getInt(4));
        return duration == NOT_KNOWN ? null : Plausible.seconds((double) duration / timeScale);
    }

    private Media media(
            @Nullable String mime,
            @Nullable Double seconds,
            List<Track> tracks,
            Metadata metadata,
            @Nullable Double framesPerSecond,
            @Nullable Location place,
            UserData userData) {
        Mp4Directory movie = metadata.getFirstDirectoryOfType(Mp4Directory.class);
        Mp4VideoDirectory video = metadata.getFirstDirectoryOfType(Mp4VideoDirectory.class);
        Optional<Track> picture = picture(tracks);
        Optional<Track> sound = tracks.stream().filter(Track::isSound).findFirst();
        return new Media(
                mime,
                seconds,
                video == null ? null : Plausible.pixels(video.getInteger(Mp4VideoDirectory.TAG_WIDTH)),
                video == null ? null : Plausible.pixels(video.getInteger(Mp4VideoDirectory.TAG_HEIGHT)),
                picture.map(Track::rotation).orElse(null),
                picture.map(Track::codec).orElse(null),
                sound.map(Track::codec).orElse(null),
                framesPerSecond,
                movie == null ? null : Plausible.time(createdAt(movie), clock),
                place,
                userData.make(),
                userData.model(),
                userData.serial(),
                userData.firmware());
    }

    private static @Nullable Double duration(@Nullable Mp4Directory movie) {
        Long duration = movie == null ? null : movie.getLongObject(Mp4Directory.TAG_DURATION);
        Long timeScale = movie == null ? null : movie.getLongObject(Mp4Directory.TAG_TIME_SCALE);
        if (duration == null || timeScale == null || timeScale <= 0 || duration == NOT_KNOWN) {
            return null;
        }
        return Plausible.seconds((double) duration / timeScale);
    }

    /** The average: all pictures over the time that they run. */
    private static @Nullable Double framesPerSecond(List<Track> tracks, RecordingBytes bytes) throws IOException {
        Track picture = picture(tracks).orElse(null);
        MediaHeader media = picture == null ? null : picture.media();
        if (picture == null || media == null) {
            return null;
        }
        SampleTimes times = SampleTimes.read(picture.boxes().samples().stts(), bytes);
        if (times.samples() > 0) {
            return Plausible.framesPerSecond(times.samples() * media.scale() / times.duration());
        }
        long frames = new SamplePlaces(picture.boxes().samples(), bytes).count();
        return Plausible.framesPerSecond(frames * media.scale() / media.duration());
    }

    private static Optional<Track> picture(List<Track> tracks) {
        return tracks.stream().filter(Track::isVideo).findFirst();
    }

    private static @Nullable Instant createdAt(Mp4Directory movie) {
        Date created = movie.getDate(Mp4Directory.TAG_CREATION_TIME);
        return created == null ? null : created.toInstant();
    }
}
