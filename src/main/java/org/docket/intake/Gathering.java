package org.docket.intake;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what several threads want of the database at the same time. While one transaction runs, the next requests gather;
 * whoever is first then does all of them in one transaction, with as many statements as one of them would need. A transaction that
 * fails is undone and each request tried on its own, so that one that is wrong fails alone.
 */
final class Gathering<Q, A> {
    private static final int MOST = 64;

    /** So little is not felt by one, and lets others that are nearly as far join in. */
    private static final long LINGER_NANOSECONDS = 1_000_000;

    private final Jdbi jdbi;
    private final Work<Q, A> work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private boolean led;

    /** What is done for all requests together; it may be done again if the transaction fails. */
    @FunctionalInterface
    interface Work<Q, A> {
        /** The answers in the order of the requests. */
        List<A> answer(Handle handle, List<Q> requests) throws IOException;
    }

    Gathering(Jdbi jdbi, Work<Q, A> work) {
        this.jdbi = jdbi;
        this.work = work;
    }

    /**
     * Does what is requested, together with what others request meanwhile; it is committed when this returns.
     *
     * @throws IOException of the work
     * @throws RuntimeException of the work or the database
     */
    A ask(Q wanted) throws IOException {
        Request request = new Request(wanted);
        if (isToLead(request)) {
            try {
                LockSupport.parkNanos(LINGER_NANOSECONDS);
                while (!request.done) {
                    lead();
                }
            } finally {
                handOn();
            }
        }
        return request.answer();
    }

    /** Waits until the request is answered, or nobody is there who would do it. */
    private boolean isToLead(Request request) {
        lock.lock();
        try {
            waiting.add(request);
            while (led && !request.done) {
                request.changed.awaitUninterruptibly();
            }
            if (request.done) {
                return false;
            }
            led = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests no transaction has begun to answer. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Does what has gathered. Nothing is locked meanwhile: who comes now waits for the next turn, and who is answered goes. */
    private void lead() {
        List<Request> requests = next();
        try {
            if (!answer(requests) && requests.size() > 1) {
                requests.forEach(request -> answer(List.of(request)));
            }
        } finally {
            end(requests);
        }
    }

    private List<Request> next() {
        lock.lock();
        try {
            List<Request> requests = new ArrayList<>();
            while (!waiting.isEmpty() && requests.size() < MOST) {
                requests.add(waiting.remove());
            }
            return requests;
        } finally {
            lock.unlock();
        }
    }

    private void end(List<Request> requests) {
        lock.lock();
        try {
            for (Request request : requests) {
                request.done = true;
                request.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOn() {
        lock.lock();
        try {
            led = false;
            Request next = waiting.peek();
            if (next != null) {
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the transaction was committed; if not, each request has the failure. */
    private boolean answer(List<Request> requests) {
        List<Q> wanted = requests.stream().map(request -> request.wanted).toList();
        try {
            List<A> answers = jdbi.inTransaction(handle -> work.answer(handle, wanted));
            for (int i = 0; i < requests.size(); i++) {
                requests.get(i).answered(answers.get(i));
            }
            return true;
        } catch (IOException | RuntimeException e) {
            requests.forEach(request -> request.failed(e));
            return false;
        }
    }

    private final class Request {
        private final Q wanted;
        private final Condition changed = lock.newCondition();
        private @Nullable A answer;
        private @Nullable Exception failure;
        private boolean done;

        Request(Q wanted) {
            this.wanted = wanted;
        }

        void answered(A found) {
            answer = found;
            failure = null;
        }

        void failed(Exception reason) {
            failure = reason;
        }

        A answer() throws IOException {
            if (failure instanceof IOException io) {
                throw io;
            } else if (failure instanceof RuntimeException runtime) {
                throw runtime;
            }
            A found = answer;
            if (found == null) {
                throw new IllegalStateException("a request has neither an answer nor a failure");
            }
            return found;
        }
    }
}
