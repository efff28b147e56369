package org.docket.casework;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The handovers to a case system that are not acknowledged.
 *
 * @param states how many there are in each state; one that has none is absent
 * @param putOff how many of them cannot be put into the form that the case system reads, and wait
 * @param oldestAt when the oldest was written; absent if there is none
 */
public record OpenHandovers(
        Map<Handover.State, Long> states,
        long putOff,
        @Nullable Instant oldestAt) {
    static final OpenHandovers NONE = new OpenHandovers(Map.of(), 0, null);

    private record Row(String system, Handover.State state, long number, long putOff, Instant oldestAt) {}

    /** Those of these case systems, in their order. */
    static Map<String, OpenHandovers> of(Handle handle, Collection<String> systems) {
        Map<String, OpenHandovers> open = new LinkedHashMap<>();
        systems.forEach(system -> open.put(system, NONE));
        handle.createQuery("select system, state, count(*) as number, min(created_at) as oldest,"
                        + " count(*) filter (where put_off_until is not null and state in ('PENDING', 'OVERDUE')) as put_off"
                        + " from handover where state <> 'ACKNOWLEDGED' group by system, state")
                .map((row, context) -> new Row(
                        row.getString("system"),
                        Handover.State.valueOf(row.getString("state")),
                        row.getLong("number"),
                        row.getLong("put_off"),
                        row.getTimestamp("oldest").toInstant()))
                .forEach(row -> open.computeIfPresent(row.system(), (system, before) -> before.with(row)));
        return open;
    }

    private OpenHandovers with(Row row) {
        Map<Handover.State, Long> more = new EnumMap<>(Handover.State.class);
        more.putAll(states);
        more.put(row.state(), row.number());
        boolean older = oldestAt == null || row.oldestAt().isBefore(oldestAt);
        return new OpenHandovers(more, putOff + row.putOff(), older ? row.oldestAt() : oldestAt);
    }

    /** How many there are in that state. */
    public long in(Handover.State state) {
        return states.getOrDefault(state, 0L);
    }

    /** For how long the oldest waits, in whole seconds; 0 if none does. */
    public long oldestSeconds(Instant now) {
        return oldestAt == null
                ? 0
                : Math.max(0, Duration.between(oldestAt, now).toSeconds());
    }
}
