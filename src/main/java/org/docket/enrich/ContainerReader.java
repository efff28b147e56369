package org.docket.enrich;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Media;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the container of a recording says of itself. Recordings come damaged, cut, mislabelled and hostile: none of that
 * is an exception here, it is a problem beside whatever could still be read. Reading takes little memory and little time
 * however long the recording is, since pictures and sound are passed over, not read.
 *
 * <p>Where Docket does not read a container, or finds less in it than each such recording has, ffprobe is asked if there is
 * one.
 *
 * <p>Instances hold no state and may be used by many threads.
 */
public final class ContainerReader {
    /** What comes after that many problems says nothing new. */
    private static final int MOST_PROBLEMS = 20;

    private final MovieReader movies;
    private final AviReader avis;
    private final MatroskaReader matroskas;
    private final Optional<Ffprobe> ffprobe;

    /** @param clock against which a creation time is in the future, and therefore not believed */
    public ContainerReader(Clock clock) {
        this(clock, Optional.empty());
    }

    /**
     * A reader that may ask ffprobe.
     *
     * @param clock against which a creation time is in the future, and therefore not believed
     */
    public ContainerReader(Clock clock, Optional<Ffprobe> ffprobe) {
        this.movies = new MovieReader(clock);
        this.avis = new AviReader(clock);
        this.matroskas = new MatroskaReader(clock);
        this.ffprobe = ffprobe;
    }

    /**
     * What was read.
     *
     * @param media what the container says; what it does not say, or says absurdly, is absent
     * @param problems what is wrong with the container, one short sentence each; empty if nothing is
     */
    public record Reading(Media media, List<String> problems) {
        public Reading {
            problems = problems.stream().distinct().limit(MOST_PROBLEMS).toList();
        }
    }

    /**
     * Reads one recording whose local times, if it has any, are in UTC.
     *
     * @throws IOException if the recording cannot be opened or its bytes cannot be fetched, never for what the bytes are
     */
    public Reading read(Path recording) throws IOException {
        return read(recording, ZoneOffset.UTC);
    }

    /**
     * Reads one recording.
     *
     * @param zone in which the camera's clock runs, for containers that only have local times
     * @throws IOException if the recording cannot be opened or its bytes cannot be fetched, never for what the bytes are
     */
    public Reading read(Path recording, ZoneId zone) throws IOException {
        try (RecordingBytes bytes = RecordingBytes.open(recording)) {
            return read(bytes, recording, zone);
        }
    }

    Reading read(RecordingBytes bytes, Path recording, ZoneId zone) throws IOException {
        List<String> problems = new ArrayList<>();
        if (bytes.length() == 0) {
            problems.add("the recording is empty");
            return new Reading(Media.unreadable(null), problems);
        }
        ContainerType type = ContainerType.detect(bytes.read(0, ContainerType.HEAD));
        String extension = extension(recording);
        if (type.contradicts(extension)) {
            problems.add("the name ends in ." + extension + " but the content is " + content(type));
        }
        try {
            return new Reading(media(bytes, recording, type, zone, problems), problems);
        } catch (RuntimeException e) {
            // why: no bytes may keep a recording out; one that no reader has met before is still evidence
            problems.add("the container could not be read in full: " + e);
            return new Reading(Media.unreadable(type.mime()), problems);
        }
    }

    private Media media(RecordingBytes bytes, Path recording, ContainerType type, ZoneId zone, List<String> problems)
            throws IOException {
        @Nullable String mime = type.mime();
        return switch (type.family()) {
            case ISO -> completed(movies.read(bytes, mime, problems), recording);
            case AVI -> completed(avis.read(bytes, mime, zone, problems), recording);
            case MATROSKA -> completed(matroskas.read(bytes, mime, problems), recording);
            case UNKNOWN -> unreadable(mime, "the container could not be recognised", problems);
            case NO_MEDIA -> unreadable(mime, "the content is neither audio nor video", problems);
            default -> foreign(mime, recording, problems);
        };
    }

    /**
     * What Docket read, and beside it what only ffprobe could make out. Running times are left alone: ffprobe makes one up
     * where a recording has none, and where it has one Docket has read it.
     */
    private Media completed(Media own, Path recording) throws InterruptedIOException {
        if (ffprobe.isEmpty() || !MediaGaps.any(own)) {
            return own;
        }
        Optional<Media> other = ffprobe.get().read(recording);
        return other.map(media -> MediaGaps.filled(own, MediaGaps.withoutDuration(media)))
                .orElse(own);
    }

    /** A container that Docket does not read itself. */
    private Media foreign(@Nullable String mime, Path recording, List<String> problems) throws InterruptedIOException {
        Optional<Media> media = ffprobe.isPresent() ? ffprobe.get().read(recording) : Optional.empty();
        return media.isPresent()
                ? MediaGaps.filled(Media.unreadable(mime), media.get())
                : unreadable(mime, "Docket does not read the metadata of " + mime, problems);
    }

    private static Media unreadable(@Nullable String mime, String problem, List<String> problems) {
        problems.add(problem);
        return Media.unreadable(mime);
    }

    private static String content(ContainerType type) {
        return type.mime() == null ? "no container that Docket knows" : type.mime();
    }

    private static String extension(Path recording) {
        Path name = recording.getFileName();
        String text = name == null ? "" : name.toString();
        return text.substring(text.lastIndexOf('.') + 1);
    }
}
