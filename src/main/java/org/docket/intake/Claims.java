package org.docket.intake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which hub is at which presentation, where several look at the same folders. A claim holds for the lease time, by the clock of the
 * database, and is renewed while its hub lives: when a hub is gone, the others take over what it was at after that time. The claim
 * saves doing things twice; that nothing becomes two is the doing of unique indexes, row locks and conditions of the vault.
 *
 * <p>A claim names the hub and its run: {@code <hub>/<run>}. The hub's id is kept in its home, so that it goes on at once after a
 * restart with what it had claimed; only claims of this run are renewed, so that those of an earlier one come to an end.
 */
public final class Claims implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final String FILE = "hub.id";
    private static final String LOCK = "hub.lock";

    private final Jdbi jdbi;
    private final Path home;
    private final Duration lease;
    private @Nullable String name;
    private @Nullable FileChannel homeLock;
    private @Nullable ScheduledFuture<?> renewal;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "intake-claims");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Claims nothing yet.
     *
     * @param home folder in which the hub's id is kept
     */
    public Claims(Jdbi jdbi, Path home, IntakeConfiguration configuration) {
        this.jdbi = jdbi;
        this.home = home;
        this.lease = configuration.lease();
    }

    /** The name under which this run of the hub claims. */
    private synchronized String name() throws IOException {
        String known = name;
        if (known == null) {
            Files.createDirectories(home);
            requireHomeOfItsOwn();
            Path file = home.resolve(FILE);
            if (!Files.exists(file)) {
                DurableFile.write(file, UUID.randomUUID() + "\n");
            }
            known = Files.readString(file).strip() + "/" + UUID.randomUUID();
            name = known;
        }
        return known;
    }

    /** Two hubs under one id would take each other's claims for their own. */
    private void requireHomeOfItsOwn() throws IOException {
        if (homeLock != null) {
            return;
        }
        FileChannel channel = FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another hub takes recordings in with the home " + home
                    + ": give each hub a docket.home of its own");
        }
        homeLock = channel;
    }

    /** What a presentation is claimed with from now on. */
    record Claim(String name, Duration lease) {}

    /** A claim to begin a presentation with. From the first one on, claims of this hub are renewed. */
    Claim begin() throws IOException {
        Claim claim = new Claim(name(), lease);
        synchronized (this) {
            if (renewal == null) {
                long period = Math.max(1, lease.toMillis() / 4);
                renewal = heart.scheduleWithFixedDelay(() -> renew(claim), period, period, TimeUnit.MILLISECONDS);
            }
        }
        return claim;
    }

    /** Takes a presentation that is free, or that this hub has already; false if another hub has it. */
    boolean take(Handle handle, long presentation) throws IOException {
        Claim claim = begin();
        return handle.createUpdate("update presentation set claimed_by = :name,"
                                + " claimed_until = clock_timestamp() + cast(:lease as interval) where id = :id"
                                + " and ended_at is null and (claimed_by is null"
                                + " or split_part(claimed_by, '/', 1) = split_part(:name, '/', 1)"
                                + " or claimed_until < clock_timestamp())")
                        .bind("name", claim.name())
                        .bind("lease", claim.lease().toString())
                        .bind("id", presentation)
                        .execute()
                == 1;
    }

    private void renew(Claim claim) {
        try {
            jdbi.useHandle(handle -> handle.createUpdate("update presentation set"
                            + " claimed_until = clock_timestamp() + cast(:lease as interval)"
                            + " where claimed_by = :name and ended_at is null")
                    .bind("name", claim.name())
                    .bind("lease", claim.lease().toString())
                    .execute());
        } catch (RuntimeException e) {
            // Another hub may take over meanwhile, and both may do the same: that is allowed for.
            LOG.warn("the claims of this hub could not be renewed and are tried again: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        heart.shutdownNow();
        FileChannel lock = homeLock;
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.warn("the lock of {} was not given back in order: {}", home, e.getMessage());
            }
        }
    }
}
