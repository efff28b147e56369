package org.docket.bench;

import java.io.IOException;

/** The time and the use of processor and memory from its making until it is ended. */
final class Measurement {
    /** Stands for the database of a client that has none. */
    static final long NO_DATABASE = -1;

    private final Store store;
    private final long client;
    private final long database;
    private final double clientBefore;
    private final double databaseBefore;
    private final double storeBefore;
    private final long begun;

    /**
     * Begins.
     *
     * @param client process id of what is measured
     * @param database process id of the server of its database, or {@link #NO_DATABASE}
     */
    Measurement(Store store, long client, long database) throws IOException, InterruptedException {
        this.store = store;
        this.client = client;
        this.database = database;
        store.takeCheckedBytes();
        this.clientBefore = Usage.cpuSeconds(client);
        this.databaseBefore = databaseCpuSeconds();
        this.storeBefore = Usage.cpuSeconds(store.process());
        this.begun = System.nanoTime();
    }

    /** Of this process itself. */
    static Measurement ofThisProcess(Store store) throws IOException, InterruptedException {
        return new Measurement(store, ProcessHandle.current().pid(), NO_DATABASE);
    }

    private double databaseCpuSeconds() throws IOException {
        return database == NO_DATABASE ? 0 : Usage.cpuSecondsWithChildren(database);
    }

    Measured end() throws IOException, InterruptedException {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Measured(
                seconds,
                Usage.cpuSeconds(client) - clientBefore,
                databaseCpuSeconds() - databaseBefore,
                Usage.cpuSeconds(store.process()) - storeBefore,
                Usage.peakBytes(client),
                store.takeCheckedBytes());
    }
}
