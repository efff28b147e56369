package org.docket.casework;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Handovers that cannot be put into the form that their case system reads, or that the broker does not take while it takes others. They
 * are tried again later, and people are told.
 */
public final class PutOffs {
    /** What the time until the next try grows to. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 20;
    private static final int MOST_CHARACTERS = 1_000;

    private final Jdbi jdbi;
    private final CaseSystems systems;
    private final HandoverNotices notices;
    private final Duration retry;
    private final Clock clock;

    public PutOffs(
            Jdbi jdbi, CaseSystems systems, HandoverNotices notices, CaseworkConfiguration configuration, Clock clock) {
        this.jdbi = jdbi;
        this.systems = systems;
        this.notices = notices;
        this.retry = configuration.retry();
        this.clock = clock;
    }

    /**
     * A handover that cannot be sent as it is.
     *
     * @param reason for a person; it may quote what the message says
     */
    record PutOff(Handover handover, String reason) {}

    /** Puts them off: they were not given to the broker, so that counts as no attempt. */
    void putOff(List<PutOff> some) {
        if (!some.isEmpty()) {
            jdbi.useTransaction(handle -> putOff(handle, some));
        }
    }

    private void putOff(Handle handle, List<PutOff> some) {
        Map<UUID, Integer> before = lock(handle, some);
        Map<String, Integer> newly = new LinkedHashMap<>();
        for (PutOff each : some) {
            Handover handover = each.handover();
            Integer times = before.get(handover.id());
            if (times == null) {
                continue;
            }
            Instant until = clock.instant().plus(pause(handover.system(), times));
            handle.createUpdate("update handover set attempts = greatest(0, attempts - 1), put_offs = put_offs + 1,"
                            + " put_off_until = :until, next_attempt_at = :until, last_error = :reason where id = :id")
                    .bind("until", until)
                    .bind("reason", shortened(each.reason()))
                    .bind("id", handover.id())
                    .execute();
            if (times == 0) {
                newly.merge(handover.system(), 1, Integer::sum);
            }
        }
        notices.add(handle, Notice.Kind.HANDOVER_UNWRITABLE, newly);
    }

    /** How often those that still wait were put off; locked in one order for all who lock several. */
    private static Map<UUID, Integer> lock(Handle handle, List<PutOff> some) {
        Map<UUID, Integer> before = new LinkedHashMap<>();
        handle.createQuery("select id, put_offs from handover where id = any(:ids)"
                        + " and state in ('PENDING', 'OVERDUE') order by id for update")
                .bindArray(
                        "ids",
                        UUID.class,
                        some.stream().map(each -> each.handover().id()).toList())
                .map((row, context) ->
                        Map.entry(Objects.requireNonNull(row.getObject("id", UUID.class)), row.getInt("put_offs")))
                .forEach(entry -> before.put(entry.getKey(), entry.getValue()));
        return before;
    }

    private Duration pause(String system, int times) {
        Duration first = systems.system(system)
                .flatMap(known -> known.delivery().redelivery())
                .orElse(retry);
        Duration grown =
                first.compareTo(LONGEST) < 0 ? first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, times)) : LONGEST;
        return grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
    }

    private static String shortened(String reason) {
        return reason.length() <= MOST_CHARACTERS ? reason : reason.substring(0, MOST_CHARACTERS) + "…";
    }

    /** Those to a case system are tried at once: somebody may have mended what was wrong. */
    void tryNow(String system) {
        // One that was taken to be sent just now is left alone.
        jdbi.useTransaction(handle -> handle.createUpdate("with mine as (select id from handover where system = :system"
                        + " and put_off_until > :now order by id for update)"
                        + " update handover set put_off_until = null, next_attempt_at = :now"
                        + " where id in (select id from mine)")
                .bind("now", clock.instant())
                .bind("system", system)
                .execute());
    }
}
