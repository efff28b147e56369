package org.docket.retention;

import java.util.List;
import java.util.stream.Collectors;
import org.docket.monitoring.Notice;

/** What people are told when the purge waits for them, or the ledger does not verify. */
public final class StoppedNotices {
    private StoppedNotices() {}

    /** A run waits for a person. */
    public static Notice purge(PurgeRun run) {
        return Notice.of(
                Notice.Kind.PURGE_STOPPED,
                "run " + run.id() + " of the purge would dispose of "
                        + run.plan().recordings()
                        + " recordings and waits for a person: "
                        + run.stops().stream().map(Stop::what).collect(Collectors.joining("; ")),
                run.stops().stream().map(Stop::remedy).distinct().collect(Collectors.joining("; "))
                        + ": './docket purge --release " + run.id() + " --by WHO --reason TEXT'");
    }

    /** Something in the ledger does not verify that was not known before. */
    public static Notice ledger(List<String> found) {
        return Notice.of(
                Notice.Kind.LEDGER_BROKEN,
                "the custody ledger does not verify: " + found.size() + (found.size() == 1 ? " finding" : " findings")
                        + ", such as that " + found.get(0),
                "look at all of them with './docket verify --ledger', and keep the database as it is for those who examine"
                        + " it");
    }
}
