package org.docket.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.docket.configuration.Setting;

/** Where docks drop recordings, and when a recording counts as whole. */
public record IntakeConfiguration(
        @Setting(
                key = "docket.intake.root",
                value = "docks",
                meaning = "folder whose subfolders are the docks; relative to docket.home")
        Path root,

        @Setting(
                key = "docket.intake.quarantine",
                value = "quarantine",
                meaning = "folder for what is no recording; relative to docket.home")
        Path quarantine,

        @Setting(
                key = "docket.intake.settle",
                value = "PT10S",
                min = "PT0S",
                meaning = "time for which size and modification time must not have changed before a recording without a"
                        + " marker counts as whole; longer than the longest pause of what writes it")
        Duration settle,

        @Setting(
                key = "docket.intake.patience",
                value = "PT24H",
                min = "PT0S",
                meaning = "time after which what is still growing, is no recording, or is a sidecar without its"
                        + " recording goes to quarantine")
        Duration patience,

        @Setting(
                key = "docket.intake.poll",
                value = "PT1S",
                min = "PT0.05S",
                meaning = "time between two looks at a dock's folder")
        Duration poll,

        @Setting(
                key = "docket.intake.sweep",
                value = "PT5M",
                min = "PT0.05S",
                meaning = "time after which everything in a dock's folder is looked at again, also what is done with;"
                        + " until then, a source that is overwritten in place may go unnoticed")
        Duration sweep,

        @Setting(
                key = "docket.intake.discovery",
                value = "PT2S",
                min = "PT0.05S",
                meaning = "time between two looks for new docks")
        Duration discovery,

        @Setting(
                key = "docket.intake.release",
                value = "PT1M",
                min = "PT0.05S",
                meaning = "time between two looks for sources that may be taken away after their receipt")
        Duration release,

        @Setting(
                key = "docket.intake.parallel",
                value = "32",
                min = "1",
                max = "64",
                meaning = "number of recordings of one dock that are taken in at once")
        int parallel,

        @Setting(
                key = "docket.intake.extensions",
                value = "mp4,m4v,mov,3gp,3g2,avi,mkv,mts,m2ts,ts,mpg,mpeg,wmv,asf,webm,wav,mp3,m4a",
                meaning = "endings of the names of recordings, in any case, separated by commas")
        String extensions,

        @Setting(
                key = "docket.intake.largest",
                value = "64GiB",
                min = "1",
                meaning = "length of the largest recording; what is larger goes to quarantine without being read")
        long largest,

        @Setting(
                key = "docket.intake.retry.first",
                value = "PT5S",
                min = "PT0.05S",
                meaning = "time until a recording that could not be taken in is tried again; doubled at each failure")
        Duration firstRetry,

        @Setting(
                key = "docket.intake.retry.most",
                value = "PT10M",
                min = "PT0.05S",
                meaning = "the longest time between two tries; a recording is never given up")
        Duration mostRetry,

        @Setting(
                key = "docket.intake.lease",
                value = "PT1M",
                min = "PT1S",
                meaning = "time after which another hub on the same folders takes over from one that is gone")
        Duration lease) {

    /** How often to look again at what another hub is at. */
    private static final Duration LOOK_AT_OTHERS = Duration.ofSeconds(5);

    /** Time until a recording that another hub is at is looked at again. */
    Duration lookAtOthers() {
        Duration quarter = lease.dividedBy(4);
        return quarter.compareTo(LOOK_AT_OTHERS) < 0 ? quarter : LOOK_AT_OTHERS;
    }

    /** Time between two looks at what may be ready at any moment. */
    Duration lookAgain() {
        return poll;
    }

    /** The endings of the names of recordings, in lower case. */
    public Set<String> recordingExtensions() {
        return Arrays.stream(extensions.split(",", -1))
                .map(extension -> extension.strip().toLowerCase(Locale.ROOT))
                .filter(extension -> !extension.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
