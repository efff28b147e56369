package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * <p>A hub is known by an id that is kept in its home, so that it goes on at once after a restart with what it had claimed.
 */
public final class Claims implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final String FILE = "hub.id";

    private final Jdbi jdbi;
    private final Path home;
    private final Duration lease;
    private @Nullable String id;
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

    /** The id of this hub. */
    private synchronized String hub() throws IOException {
        String known = id;
        if (known == null) {
            Path file = home.resolve(FILE);
            if (!Files.exists(file)) {
                Files.createDirectories(home);
                DurableFile.write(file, UUID.randomUUID() + "\n");
            }
            known = Files.readString(file).strip();
            id = known;
        }
        return known;
    }

    /** What a presentation is claimed with from now on. */
    record Claim(String hub, Duration lease) {}

    /** A claim to begin a presentation with. From the first one on, claims of this hub are renewed. */
    Claim begin() throws IOException {
        Claim claim = new Claim(hub(), lease);
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
        return handle.createUpdate("update presentation set claimed_by = :hub,"
                                + " claimed_until = clock_timestamp() + cast(:lease as interval) where id = :id"
                                + " and ended_at is null and (claimed_by is null or claimed_by = :hub"
                                + " or claimed_until < clock_timestamp())")
                        .bind("hub", claim.hub())
                        .bind("lease", claim.lease().toString())
                        .bind("id", presentation)
                        .execute()
                == 1;
    }

    private void renew(Claim claim) {
        try {
            jdbi.useHandle(handle -> handle.createUpdate("update presentation set"
                            + " claimed_until = clock_timestamp() + cast(:lease as interval)"
                            + " where claimed_by = :hub and ended_at is null")
                    .bind("hub", claim.hub())
                    .bind("lease", claim.lease().toString())
                    .execute());
        } catch (RuntimeException e) {
            // Another hub may take over meanwhile, and both may do the same: that is allowed for.
            LOG.warn("the claims of this hub could not be renewed and are tried again: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }
}
