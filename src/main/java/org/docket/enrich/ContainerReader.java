package org.docket.enrich;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.docket.catalogue.Media;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the container of a recording says of itself. Recordings come damaged, cut, mislabelled and hostile: none of that
 * is an exception here, it is a problem beside whatever could still be read. Reading takes little memory and little time however
 * long the recording is, since pictures and sound are passed over, not read.
 *
 * <p>Instances hold no state and may be used by many threads.
 */
public final class ContainerReader {
    /** What comes after that many problems says nothing new. */
    private static final int MOST_PROBLEMS = 20;

    private final MovieReader movies;

    /** @param clock against which a creation time is in the future, and therefore not believed */
    public ContainerReader(Clock clock) {
        this.movies = new MovieReader(clock);
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
     * Reads one recording.
     *
     * @throws IOException if the recording cannot be opened or its bytes cannot be fetched, never for what the bytes are
     */
    public Reading read(Path recording) throws IOException {
        List<String> problems = new ArrayList<>();
        try (RecordingBytes bytes = RecordingBytes.open(recording)) {
            if (bytes.length() == 0) {
                problems.add("the recording is empty");
                return new Reading(Media.unreadable(null), problems);
            }
            ContainerType type = ContainerType.detect(bytes.read(0, ContainerType.HEAD));
            String extension = extension(recording);
            if (type.contradicts(extension)) {
                problems.add("the name ends in ." + extension + " but the content is " + content(type));
            }
            return new Reading(media(bytes, type, problems), problems);
        }
    }

    private Media media(RecordingBytes bytes, ContainerType type, List<String> problems) throws IOException {
        return switch (type.family()) {
            case ISO -> movies.read(bytes, type.mime(), problems);
            case AVI -> AviReader.read(bytes, type.mime(), problems);
            case UNKNOWN -> unreadable(type.mime(), "the container could not be recognised", problems);
            case NO_MEDIA -> unreadable(type.mime(), "the content is neither audio nor video", problems);
            default -> unreadable(type.mime(), "Docket does not read the metadata of " + type.mime(), problems);
        };
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
