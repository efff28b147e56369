package org.docket.dialect;

import java.util.concurrent.Semaphore;

/**
 * Has large documents taken apart a few at a time: each has many times its length in memory meanwhile, and a dock may have a thread for
 * each of very many.
 */
final class LargeDocuments {
    static final int AT_A_TIME = 2;
    private static final int LARGE = 256 << 10;
    private static final Semaphore TURNS = new Semaphore(AT_A_TIME, true);

    private LargeDocuments() {}

    /** Takes a document apart. It must not wait for anything. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T result() throws E;
    }

    /**
     * Does the work when it is the turn of its document: at once if it is small.
     *
     * @param bytes of the document
     */
    static <T, E extends Exception> T inTurn(int bytes, Work<T, E> work) throws E {
        if (bytes <= LARGE) {
            return work.result();
        }
        TURNS.acquireUninterruptibly();
        try {
            return work.result();
        } finally {
            TURNS.release();
        }
    }
}
