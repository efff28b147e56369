package org.docket.enrich;

import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.docket.catalogue.Media;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an ffprobe program what a recording is, in a process of its own: hostile content must not reach native code in ours.
 * If it fails, or says nothing of use, nothing is known from it; that is never a problem of the recording.
 *
 * <p>May be used by many threads; {@link #AT_ONCE} processes run at the same time, and other callers wait.
 */
public final class Ffprobe {
    static final int AT_ONCE = 2;
    /** What ffprobe says of a recording is a few kilobytes. */
    static final int MOST_OUTPUT = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Ffprobe.class);

    /** Containers of recordings, and no playlists: these would have ffprobe open other files. */
    private static final String FORMATS = "aac,asf,avi,flv,matroska,mov,mp3,mpeg,mpegts,mxf,wav";

    private final String program;
    private final Duration timeout;
    private final Clock clock;
    private final Semaphore room = new Semaphore(AT_ONCE, true);

    /**
     * @param program path of ffprobe
     * @param timeout after which it is killed
     * @param clock against which a creation time is in the future, and therefore not believed
     */
    public Ffprobe(String program, Duration timeout, Clock clock) {
        this.program = program;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * What ffprobe says of a recording in which it finds pictures or sound.
     *
     * @throws InterruptedIOException if the thread is interrupted, which says nothing of the recording
     */
    Optional<Media> read(Path recording) throws InterruptedIOException {
        BoundedProgram.Outcome outcome = run(recording);
        if (outcome instanceof BoundedProgram.Ended ended) {
            Optional<Media> media = FfprobeReport.read(ended.output(), clock);
            if (media.isEmpty()) {
                LOG.info("{} found no pictures or sound in {} (exit code {})", program, recording, ended.code());
            }
            return media;
        }
        LOG.warn("{} said nothing of {}: {}. Its facts are left out.", program, recording, outcome.what());
        return Optional.empty();
    }

    private BoundedProgram.Outcome run(Path recording) throws InterruptedIOException {
        try {
            room.acquire();
            try {
                return BoundedProgram.run(command(recording), timeout, MOST_OUTPUT);
            } finally {
                room.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + program + " was reading " + recording);
        }
    }

    private List<String> command(Path recording) {
        return List.of(
                program,
                "-v",
                "quiet",
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                FORMATS,
                "-print_format",
                "json",
                "-show_format",
                "-show_streams",
                "-i",
                // why: neither a hyphen nor a colon in a name can mean anything after this
                "file:" + recording.toAbsolutePath());
    }
}
