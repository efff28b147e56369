package org.docket.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.docket.Docket;
import org.docket.console.Words;
import org.docket.retention.PurgeRun;
import org.docket.retention.Stop;
import org.jspecify.annotations.Nullable;

/**
 * Whether the purge waits for a person.
 *
 * @param run which run does; absent with the next two if none does
 * @param since when that was planned
 * @param recordings how many it is to dispose of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PurgeStop(
        boolean stopped,
        @Nullable String run,
        @Nullable Instant since,
        @Nullable Long recordings,
        List<Stop> stops) {
    static PurgeStop of(Docket docket) {
        return docket.purge()
                .runs()
                .standing()
                .map(run -> new PurgeStop(
                        true,
                        run.id().toString(),
                        run.plan().plannedAt(),
                        run.plan().recordings(),
                        run.stops()))
                .orElseGet(() -> new PurgeStop(false, null, null, null, List.of()));
    }

    /** A run that waits, for people. */
    static String words(PurgeRun run) {
        return "Run " + run.id() + " of the purge waits for a person since "
                + Words.time(run.plan().plannedAt()) + ": "
                + run.stops().stream()
                        .map(stop -> stop.what() + "; " + stop.remedy())
                        .collect(Collectors.joining(". "))
                + ". Release it with './docket purge --release " + run.id() + " --by WHO --reason TEXT'.";
    }

    /** For the table of the status. */
    String words() {
        return stopped
                ? "STOPPED since " + Words.time(since) + ", run " + run + ": "
                        + stops.stream().map(Stop::what).collect(Collectors.joining("; "))
                : "goes on by itself";
    }
}
