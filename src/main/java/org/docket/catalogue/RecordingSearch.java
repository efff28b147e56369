package org.docket.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds recordings, page by page, however many there are. */
public final class RecordingSearch {
    private final Jdbi jdbi;

    public RecordingSearch(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Which recordings; what is null does not matter.
     *
     * @param dueBefore only those that may be disposed of before that instant
     * @param officer id of an officer, in whatever capitals and spaces
     */
    public record Filter(
            @Nullable RecordingState state,
            @Nullable String dock,
            @Nullable String category,
            @Nullable Boolean retained,
            @Nullable Instant dueBefore,
            @Nullable String officer) {}

    /** Where a page ends: the next one begins after it. */
    public record Place(Instant receivedAt, UUID id) {
        /** The place of that recording. */
        public static Place of(Recording recording) {
            return new Place(recording.receivedAt(), recording.id());
        }
    }

    /**
     * A page of the recordings, the latest received first. What comes in while somebody turns the pages moves none of them.
     *
     * @param after the last of the page before; null for the first page
     * @param limit at most this many
     */
    public List<Recording> page(Filter filter, @Nullable Place after, int limit) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        add(
                conditions,
                values,
                "state = :state",
                "state",
                filter.state() == null ? null : filter.state().name());
        add(conditions, values, "dock = :dock", "dock", filter.dock());
        add(conditions, values, "category = :category", "category", filter.category());
        add(conditions, values, "retained = :retained", "retained", filter.retained());
        add(conditions, values, "due_at < :dueBefore", "dueBefore", filter.dueBefore());
        if (filter.officer() != null) {
            // As the database keeps it, which also finds it by its index; what cannot be an id finds nothing.
            add(
                    conditions,
                    values,
                    "officer = :officer",
                    "officer",
                    Officer.key(filter.officer()).orElse(""));
        }
        if (after != null) {
            add(conditions, values, "(received_at, id) < (:receivedAt, :id)", "receivedAt", after.receivedAt());
            values.put("id", after.id());
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(
                            Catalogue.COLUMNS + where + " order by received_at desc, id desc limit :limit")
                    .bind("limit", limit);
            values.forEach(query::bind);
            return query.map(new RecordingRow()).list();
        });
    }

    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }
}
