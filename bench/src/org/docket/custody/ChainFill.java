package org.docket.custody;

import java.util.ArrayList;
import java.util.List;

/** Makes chains as the ledger does, without a database: for filling one with many. */
public final class ChainFill {
    private ChainFill() {}

    /** The entries of one recording's history, from its first act on. */
    public static List<LedgerEntry> chain(List<Ledger.Act> acts) {
        List<LedgerEntry> entries = new ArrayList<>();
        String previous = LedgerEntry.GENESIS;
        for (Ledger.Act act : acts) {
            int sequence = entries.size() + 1;
            String details = CanonicalJson.write(act.details());
            String hash = LedgerEntry.hashOf(
                    act.recordingId(), sequence, act.at(), act.actor(), act.act(), act.authority(), details, previous);
            entries.add(new LedgerEntry(
                    act.recordingId(),
                    sequence,
                    act.at(),
                    act.actor(),
                    act.act(),
                    act.authority(),
                    details,
                    previous,
                    hash));
            previous = hash;
        }
        return entries;
    }
}
