package org.docket.bench;

import java.io.IOException;
import java.util.List;

/** The time and the use of processor and memory from its making until it is ended. */
final class Measurement {
    private final Store store;
    private final long client;
    private final List<Long> database;
    private final double clientBefore;
    private final double databaseBefore;
    private final double storeBefore;
    private final long begun;

    /**
     * Begins.
     *
     * @param client process id of what is measured
     * @param database process ids of its database, or none
     */
    Measurement(Store store, long client, List<Long> database) throws IOException, InterruptedException {
        this.store = store;
        this.client = client;
        this.database = database;
        store.takeCheckedBytes();
        this.clientBefore = Usage.cpuSeconds(List.of(client));
        this.databaseBefore = Usage.cpuSeconds(database);
        this.storeBefore = Usage.cpuSeconds(List.of(store.process()));
        this.begun = System.nanoTime();
    }

    /** Of this process itself. */
    static Measurement ofThisProcess(Store store) throws IOException, InterruptedException {
        return new Measurement(store, ProcessHandle.current().pid(), List.of());
    }

    Measured end() throws IOException, InterruptedException {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Measured(
                seconds,
                Usage.cpuSeconds(List.of(client)) - clientBefore,
                Usage.cpuSeconds(database) - databaseBefore,
                Usage.cpuSeconds(List.of(store.process())) - storeBefore,
                Usage.peakBytes(client),
                store.takeCheckedBytes());
    }
}
