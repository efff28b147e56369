package org.docket.enrich;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.docket.configuration.Setting;

/** A program that is asked about recordings whose container Docket does not read. */
public record FfprobeConfiguration(
        @Setting(
                key = "docket.enrich.ffprobe",
                meaning =
                        "path of an ffprobe program that is asked about recordings whose container Docket does not read;"
                                + " empty for none")
        String ffprobe,

        @Setting(
                key = "docket.enrich.ffprobe.timeout",
                value = "PT10S",
                min = "PT0.1S",
                meaning = "time after which ffprobe is killed and what it would have said is left out")
        Duration ffprobeTimeout) {

    /**
     * The program to ask, if one is configured.
     *
     * @param clock against which a creation time is in the future, and therefore not believed
     */
    public Optional<Ffprobe> ffprobe(Clock clock) {
        return ffprobe.isEmpty() ? Optional.empty() : Optional.of(new Ffprobe(ffprobe, ffprobeTimeout, clock));
    }
}
