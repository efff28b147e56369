package org.docket.casework;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes whoever waits for handovers to a case system, in this process and in others. What rings it may be lost with a connection, so
 * nobody may rely on it alone: whoever waits looks for themselves after some time.
 */
public final class Bell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);
    private static final String CHANNEL = "docket_handover";

    /** PostgreSQL's driver waits in the socket; this is only how soon it sees that it is to end. */
    private static final int LISTENING_MILLIS = 1_000;

    private static final Duration UNTIL_LISTENING_AGAIN = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Map<String, Long> rings = new HashMap<>();
    private final Map<String, Integer> attending = new HashMap<>();
    private @Nullable Thread listener;
    private boolean closed;

    public Bell(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Tells that there is something for these case systems as soon as the transaction is over, if it commits. */
    void ringAfter(Handle handle, Collection<String> systems) {
        handle.afterCommit(() -> systems.forEach(system -> ring(handle, system)));
    }

    private void ring(Handle handle, String system) {
        if (isAttended(system)) {
            hear(system);
            return;
        }
        try {
            handle.execute("select pg_notify(?, ?)", CHANNEL, system);
        } catch (JdbiException e) {
            // It is committed. The hub finds it at its next look.
            LOG.debug("nobody was told of handovers to {}: {}", system, e.getMessage());
        }
    }

    /** Somebody in this process waits for handovers to that case system, until that is closed. */
    Attendance attend(String system) {
        lock.lock();
        try {
            attending.merge(system, 1, Integer::sum);
            if (listener == null) {
                listener = new Thread(this::listen, "casework-bell");
                listener.setDaemon(true);
                listener.start();
            }
            return new Attendance(system);
        } finally {
            lock.unlock();
        }
    }

    private boolean isAttended(String system) {
        lock.lock();
        try {
            return attending.containsKey(system);
        } finally {
            lock.unlock();
        }
    }

    private void hear(String system) {
        lock.lock();
        try {
            rings.merge(system, 1L, Long::sum);
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void hearAll() {
        lock.lock();
        try {
            attending.keySet().forEach(system -> rings.merge(system, 1L, Long::sum));
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        while (!isClosed()) {
            try (Handle handle = jdbi.open()) {
                handle.execute("listen " + CHANNEL);
                PGConnection connection = handle.getConnection().unwrap(PGConnection.class);
                // Whatever was told while nobody listened.
                hearAll();
                while (!isClosed()) {
                    for (PGNotification told : connection.getNotifications(LISTENING_MILLIS)) {
                        hear(told.getParameter());
                    }
                }
                handle.execute("unlisten " + CHANNEL);
            } catch (SQLException | JdbiException e) {
                LOG.debug("cannot listen for handovers: {}", e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        lock.lock();
        try {
            long left = UNTIL_LISTENING_AGAIN.toNanos();
            while (left > 0 && !closed) {
                left = rung.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed || Thread.currentThread().isInterrupted();
        } finally {
            lock.unlock();
        }
    }

    /** Ends listening; whoever waits waits until their time is over. */
    @Override
    public void close() {
        Thread ending;
        lock.lock();
        try {
            closed = true;
            rung.signalAll();
            ending = listener;
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            try {
                ending.join(LISTENING_MILLIS + UNTIL_LISTENING_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Somebody who waits. */
    final class Attendance implements AutoCloseable {
        private final String system;
        private long answered = -1;
        private boolean leaving;

        private Attendance(String system) {
            this.system = system;
        }

        /** From now on counts what rings: to be called before looking whether there is anything. */
        void listen() {
            lock.lock();
            try {
                answered = rings.getOrDefault(system, 0L);
            } finally {
                lock.unlock();
            }
        }

        /** Waits until it rang since {@link #listen()}, or nobody is to wait any more, but not for longer than that. */
        void await(Duration atMost) {
            await(atMost, () -> rings.getOrDefault(system, 0L) == answered);
        }

        /** Waits for that time whatever rings, unless nobody is to wait any more. */
        void pause(Duration time) {
            await(time, () -> true);
        }

        private void await(Duration atMost, BooleanSupplier longer) {
            lock.lock();
            try {
                long left = atMost.toNanos();
                while (left > 0 && !leaving && longer.getAsBoolean()) {
                    left = rung.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }

        /** Whoever waits here is to go. */
        void leave() {
            lock.lock();
            try {
                leaving = true;
                rung.signalAll();
            } finally {
                lock.unlock();
            }
        }

        boolean isLeaving() {
            lock.lock();
            try {
                return leaving || Thread.currentThread().isInterrupted();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                attending.merge(system, -1, (number, one) -> number + one == 0 ? null : number + one);
            } finally {
                lock.unlock();
            }
        }
    }
}
