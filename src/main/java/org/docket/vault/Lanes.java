package org.docket.vault;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The lanes in which blocks go to the vault, each with one buffer. There is a fixed number of them in a hub, so its memory does not
 * depend on how many recordings are on their way or how long they are. Whoever has to wait is served in turn. No dock gets all of them:
 * one whose disk does not answer keeps only itself waiting.
 */
final class Lanes {
    private final int mostOfADock;
    private final Semaphore free;
    private final Map<String, Semaphore> freeOfDock = new ConcurrentHashMap<>();
    private final Deque<Room> idle = new ConcurrentLinkedDeque<>();

    Lanes(int number) {
        this.mostOfADock = Math.max(1, number - number / 4);
        this.free = new Semaphore(number, true);
    }

    /** Memory for one block, and for a slice of it; reserved when it is first needed, and kept. */
    private static final class Room {
        private ByteBuffer block = ByteBuffer.allocateDirect(0);
        private byte[] slice = new byte[0];
    }

    /** Room for one block, for one dock, until it is given back. */
    record Lane(Semaphore ofDock, Room room) {
        /** So much at a time stays in the processor's cache while two sums go over it. */
        private static final int SLICE = 256 * 1024;

        /** An empty buffer of that size. Direct: it goes to the socket without a copy. */
        ByteBuffer buffer(int size) {
            if (room.block.capacity() < size) {
                room.block = ByteBuffer.allocateDirect(size);
            }
            return room.block.clear().limit(size);
        }

        /** Room for a part of a block that is being read. */
        byte[] slice(int size) {
            if (room.slice.length < Math.min(size, SLICE)) {
                room.slice = new byte[Math.min(size, SLICE)];
            }
            return room.slice;
        }
    }

    /** Waits for a lane for a recording of that dock. */
    Lane take(String dock) throws InterruptedException {
        Semaphore ofDock = freeOfDock.computeIfAbsent(dock, id -> new Semaphore(mostOfADock, true));
        ofDock.acquire();
        try {
            free.acquire();
        } catch (InterruptedException e) {
            ofDock.release();
            throw e;
        }
        Room room = idle.pollFirst();
        return new Lane(ofDock, room == null ? new Room() : room);
    }

    /** Gives a lane back. */
    void giveBack(Lane lane) {
        idle.addFirst(lane.room());
        free.release();
        lane.ofDock().release();
    }
}
