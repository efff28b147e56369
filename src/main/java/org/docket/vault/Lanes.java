package org.docket.vault;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The lanes in which blocks go to the vault, each with one buffer. There is a fixed number of them in a hub, so its memory does not
 * depend on how many recordings are on their way or how long they are. Whoever has to wait is served in turn.
 */
final class Lanes {
    private final Semaphore free;
    private final Deque<Lane> idle = new ConcurrentLinkedDeque<>();

    Lanes(int number) {
        this.free = new Semaphore(number, true);
    }

    /** Room for one block; its memory is reserved when it is first needed, and kept. */
    static final class Lane {
        private ByteBuffer memory = ByteBuffer.allocateDirect(0);

        /** An empty buffer of that size, valid until the lane is given back. Direct: it goes to the socket without a copy. */
        ByteBuffer buffer(int size) {
            if (memory.capacity() < size) {
                memory = ByteBuffer.allocateDirect(size);
            }
            return memory.clear().limit(size);
        }
    }

    /** Waits for a lane. */
    Lane take() throws InterruptedException {
        free.acquire();
        Lane lane = idle.pollFirst();
        return lane == null ? new Lane() : lane;
    }

    /** Gives a lane back. */
    void giveBack(Lane lane) {
        idle.addFirst(lane);
        free.release();
    }
}
