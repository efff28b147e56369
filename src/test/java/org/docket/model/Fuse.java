package org.docket.model;

/**
 * What cuts the hub off: once it is burnt, the hub reaches neither database nor vault, as if it had died. It also lets something else
 * happen in the midst of a step, at a moment when no transaction is open.
 */
final class Fuse {
    /** The hub is dead. */
    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cut() {
            super("the hub is dead");
        }
    }

    private final Thread hub = Thread.currentThread();
    private int left;
    private boolean burnt;
    private int moments;
    private Runnable meanwhile = () -> {};

    /** Burns at that statement, commit or call from now on, counted from 1. */
    synchronized void light(int at) {
        left = at;
    }

    /** Does something at that moment without a transaction from now on, counted from 1. */
    synchronized void meanwhile(int at, Runnable what) {
        moments = at;
        meanwhile = what;
    }

    /** Ends what was lit. */
    synchronized void renew() {
        left = 0;
        moments = 0;
        burnt = false;
    }

    synchronized boolean isBurnt() {
        return burnt;
    }

    /** Something is about to take effect, or just has. */
    synchronized void pass() {
        if (left > 0 && --left == 0) {
            burnt = true;
        }
        if (burnt) {
            throw new Cut();
        }
    }

    /** No transaction is open. */
    void moment() {
        if (Thread.currentThread() == hub && isTheMoment()) {
            meanwhile.run();
        }
    }

    private synchronized boolean isTheMoment() {
        return moments > 0 && --moments == 0;
    }
}
