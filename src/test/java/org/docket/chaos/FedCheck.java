package org.docket.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What became of one source that was fed. */
record FedCheck(Memory memory, Snapshot now, Fed fed) {
    void run(List<String> findings) throws IOException {
        Optional<Tables.Row> row = now.deposited(fed.sha256()).filter(now::holds);
        source(row.isPresent(), findings);
        if (row.isPresent()) {
            presentation(row.get(), findings);
            if (fed.isToBeRetained() && !memory.isReplaced(fed) && !row.get().retained()) {
                findings.add(row.get() + " is not retained, although the sidecar of " + fed + " says " + fed.says());
            }
        }
    }

    private void source(boolean inVault, List<String> findings) throws IOException {
        boolean there = memory.isLast(fed) && Files.exists(fed.path());
        if (there && !Content.sha256(Files.readAllBytes(fed.path())).equals(fed.sha256())) {
            findings.add("the source of " + fed + " was changed in its folder");
        } else if (!inVault && there) {
            findings.add(fed + " lies in its folder still, and is not in the vault");
        } else if (!inVault && !memory.isReplaced(fed)) {
            findings.add(fed + " is lost: it is neither in the vault nor in its folder");
        }
        boolean mayBeThere = !fed.dock().isCleared() || fed.isWithheld();
        if (there && inVault && !mayBeThere) {
            findings.add("the source of " + fed + " was not taken away, although its dock is set up so");
        }
        boolean mustBeThere = memory.isLast(fed) && mayBeThere && !memory.isErased(fed);
        if (!there && mustBeThere) {
            findings.add("the source of " + fed + " is gone, although it is for its dock to take it away");
        }
    }

    private void presentation(Tables.Row row, List<String> findings) {
        List<Tables.Presented> presentations = now.presentationsOf(fed);
        if (presentations.size() != 1) {
            if (!presentations.isEmpty() || !memory.isReplaced(fed)) {
                findings.add(fed + " was presented " + presentations.size() + " times by the catalogue");
            }
            return;
        }
        Tables.Presented presented = presentations.get(0);
        if (memory.isReplaced(fed)) {
            return;
        }
        if (!presented.recording().equals(row.id())) {
            findings.add(fed + " was presented as recording " + presented.recording() + ", and is " + row);
        }
        if (fed.isWithheld() != (presented.withheld() != null)) {
            findings.add("the catalogue " + (fed.isWithheld() ? "does not say" : "says") + " that the sidecar of " + fed
                    + " has another SHA-256");
        }
        if (fed.isWithheld() == (presented.receiptedAt() != null)) {
            findings.add("the dock of " + fed + " has " + (fed.isWithheld() ? "a" : "no")
                    + " receipt for it by the catalogue"
                    + (Files.exists(fed.path()) ? "" : ", and its source is gone"));
        }
        if (presented.releaseAt() != null && presented.endedAt() == null) {
            findings.add("the release of " + fed + " was never ended");
        }
        boolean kept = fed.says() == null
                || presented.duplicate()
                || now.sidecars()
                        .getOrDefault(row.id(), Set.of())
                        .contains(fed.says().json(fed.sha256()));
        if (!kept) {
            findings.add("the sidecar of " + fed + " is not kept as it was");
        }
        if (memory.isLast(fed) && !fed.isWithheld() && Files.notExists(fed.receipt())) {
            findings.add("there is no receipt beside " + fed);
        }
    }
}
