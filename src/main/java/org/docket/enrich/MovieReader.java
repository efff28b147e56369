package org.docket.enrich;

import com.drew.imaging.mp4.Mp4Reader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.mp4.Mp4BoxHandler;
import com.drew.metadata.mp4.Mp4Directory;
import com.drew.metadata.mp4.media.Mp4VideoDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

    private final Clock clock;

    MovieReader(Clock clock) {
        this.clock = clock;
    }

    Media read(RecordingBytes bytes, @Nullable String mime, List<String> problems) throws IOException {
        BoxWalker walker = new BoxWalker(bytes, problems);
        Optional<Box> moov = movie(walker, problems);
        if (moov.isEmpty()) {
            return Media.unreadable(mime);
        }
        List<Box> movie = walker.children(moov.get());
        List<Track> tracks = tracks(movie, walker, bytes, problems);
        UserData userData = UserData.read(movie, walker, bytes);
        Metadata metadata = extract(movie, tracks, walker, bytes, problems);
        return media(mime, tracks, userData, metadata);
    }

    /** The movie, if it is there, and a word if there is nothing to play. */
    private static Optional<Box> movie(BoxWalker walker, List<String> problems) throws IOException {
        int before = problems.size();
        List<Box> outermost = walker.outermost();
        boolean whole = problems.size() == before;
        Optional<Box> moov = BoxWalker.first(outermost, "moov");
        if (moov.isEmpty()) {
            problems.add("the recording has no moov box: it was never finished, or a part of it is missing");
        } else if (whole && outermost.stream().noneMatch(box -> box.is("mdat") || box.is("moof"))) {
            problems.add("the recording has no picture or sound: there is no mdat box");
        }
        return moov;
    }

    private static List<Track> tracks(List<Box> movie, BoxWalker walker, RecordingBytes bytes, List<String> problems)
            throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (Box box : movie) {
            if (box.is("trak") && tracks.size() < MOST_TRACKS) {
                tracks.add(Track.read(box, walker, bytes));
            }
        }
        if (tracks.stream().noneMatch(track -> track.isVideo() || track.isSound())) {
            problems.add("the recording has neither a video nor a sound track that can be read");
        }
        return tracks;
    }

    private static Metadata extract(
            List<Box> movie, List<Track> tracks, BoxWalker walker, RecordingBytes bytes, List<String> problems)
            throws IOException {
        Optional<Box> mvhd = BoxWalker.first(movie, "mvhd");
        if (mvhd.isEmpty()) {
            problems.add("the recording has no movie header (mvhd)");
        }
        Optional<Box> udta = BoxWalker.first(movie, "udta");
        Optional<Box> place = udta.isPresent() ? walker.child(udta.get(), "©xyz") : Optional.empty();
        byte[] excerpt = new MovieExcerpt(bytes, problems).of(mvhd.orElse(null), tracks, place.orElse(null));
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

    private Media media(@Nullable String mime, List<Track> tracks, UserData userData, Metadata metadata) {
        Mp4Directory movie = metadata.getFirstDirectoryOfType(Mp4Directory.class);
        Mp4VideoDirectory video = metadata.getFirstDirectoryOfType(Mp4VideoDirectory.class);
        Optional<Track> picture = tracks.stream().filter(Track::isVideo).findFirst();
        Optional<Track> sound = tracks.stream().filter(Track::isSound).findFirst();
        return new Media(
                mime,
                movie == null ? null : duration(movie),
                video == null ? null : Plausible.pixels(video.getInteger(Mp4VideoDirectory.TAG_WIDTH)),
                video == null ? null : Plausible.pixels(video.getInteger(Mp4VideoDirectory.TAG_HEIGHT)),
                picture.map(Track::rotation).orElse(null),
                picture.map(Track::codec).orElse(null),
                sound.map(Track::codec).orElse(null),
                video == null ? null : framesPerSecond(video),
                movie == null ? null : Plausible.time(createdAt(movie), clock),
                place(movie, userData),
                userData.make(),
                userData.model(),
                null,
                userData.firmware());
    }

    private static @Nullable Double duration(Mp4Directory movie) {
        Long duration = movie.getLongObject(Mp4Directory.TAG_DURATION);
        Long timeScale = movie.getLongObject(Mp4Directory.TAG_TIME_SCALE);
        if (duration == null || timeScale == null || timeScale <= 0 || duration == NOT_KNOWN) {
            return null;
        }
        return Plausible.seconds((double) duration / timeScale);
    }

    private static @Nullable Double framesPerSecond(Directory video) {
        Double claimed = video.getDoubleObject(Mp4VideoDirectory.TAG_FRAME_RATE);
        return claimed == null ? null : Plausible.framesPerSecond(claimed);
    }

    private static @Nullable Instant createdAt(Mp4Directory movie) {
        Date created = movie.getDate(Mp4Directory.TAG_CREATION_TIME);
        return created == null ? null : created.toInstant();
    }

    private static @Nullable Location place(@Nullable Mp4Directory movie, UserData userData) {
        Double lat = movie == null ? null : movie.getDoubleObject(Mp4Directory.TAG_LATITUDE);
        Double lon = movie == null ? null : movie.getDoubleObject(Mp4Directory.TAG_LONGITUDE);
        Location place = lat == null || lon == null ? null : Plausible.place(lat, lon);
        return place != null ? place : Plausible.iso6709(userData.place());
    }
}
