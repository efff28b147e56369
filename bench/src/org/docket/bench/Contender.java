package org.docket.bench;

import java.nio.file.Path;

/** What deposits recordings, as a process of its own that ends when it has. */
interface Contender {

    /** As the table names it. */
    String name();

    /**
     * Runs it once.
     *
     * @param container a new one, that it makes itself
     */
    Measured run(Run run, Store store, String container) throws Exception;

    /**
     * What it is run on.
     *
     * @param recordings folder of what is deposited, and of nothing else
     * @param warmUp folder of what may be deposited before
     * @param work folder for what it writes, on the same disk
     */
    record Run(Path recordings, Path warmUp, Path work) {}
}
