package org.docket.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The most of the heap of this process that a collection left in use. */
final class LiveHeap implements AutoCloseable {
    private final AtomicLong most = new AtomicLong();
    private final NotificationListener listener = this::collected;

    LiveHeap() {
        emitters(emitter -> emitter.addNotificationListener(listener, null, null));
    }

    private interface Emitting {
        void with(NotificationEmitter emitter) throws ListenerNotFoundException;
    }

    private static void emitters(Emitting emitting) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            try {
                emitting.with((NotificationEmitter) collector);
            } catch (ListenerNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void collected(Notification notification, Object nothing) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long left = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo()
                    .getMemoryUsageAfterGc()
                    .entrySet()
                    .stream()
                    .filter(pool -> pool.getKey().matches("(Eden|Survivor|Tenured|G1 (Eden|Survivor|Old)|PS ).*"))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum();
            most.accumulateAndGet(left, Math::max);
        }
    }

    long most() {
        return most.get();
    }

    @Override
    public void close() {
        emitters(emitter -> emitter.removeNotificationListener(listener));
    }
}
