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

    @Override
    public int getPassedOver() {
        return folders.passedOver(dock).size();
    }

    @Override
    public String getFirstPassedOver() {
        return folders.passedOver(dock).entrySet().stream()
                .findFirst()
                .map(passed -> passed.getKey() + ": " + passed.getValue())
                .orElse("");
    }

    private List<DockFolders.Waiting> waiting() {
        return folders.waiting(dock);
    }
}
