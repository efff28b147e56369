package org.docket.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final Jdbi jdbi;
    private final Work<Q, A> work;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

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
        waiting.add(request);
        turn.lock();
        try {
            while (!request.done) {
                lead();
            }
        } finally {
            turn.unlock();
        }
        return request.answer();
    }

    private void lead() {
        List<Request> requests = new ArrayList<>();
        for (Request next = waiting.poll(); next != null; next = requests.size() < MOST ? waiting.poll() : null) {
            requests.add(next);
        }
        if (!answer(requests) && requests.size() > 1) {
            requests.forEach(request -> answer(List.of(request)));
        }
        requests.forEach(request -> request.done = true);
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
