package org.docket.intake;

import java.util.Comparator;
import java.util.List;

/** Shows what waits in the folder of one dock. */
final class IntakeView implements IntakeMXBean {
    private final String dock;
    private final DockFolders folders;

    IntakeView(String dock, DockFolders folders) {
        this.dock = dock;
        this.folders = folders;
    }

    @Override
    public int getWaitingRecordings() {
        return waiting().size();
    }

    @Override
    public long getOldestWaitingSeconds() {
        return folders.oldestWaiting(dock).toSeconds();
    }

    @Override
    public String getLastFailure() {
        return waiting().stream()
                .max(Comparator.comparing(DockFolders.Waiting::until))
                .map(waiting -> waiting.name() + ": " + waiting.reason())
                .orElse("");
    }

    private List<DockFolders.Waiting> waiting() {
        return folders.waiting().stream()
                .filter(waiting -> waiting.dock().equals(dock))
                .toList();
    }
}
