package org.docket.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.monitoring.Notice;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Recordings that will be due within a notice period of the category that governs them. */
final class DueDates implements ComingDates {
    private static final String WINDOWS =
            "unnest(:categories, :periods, cast(:bounds as timestamptz[])) as near (category, period, bound)";

    /** Of a category that the rules do not know any more. */
    private static final String UNKNOWN = "";

    private final Catalogue catalogue;
    private final List<Near> near;
    private final List<String> known;
    private final Instant now;

    /**
     * Due dates that are near now.
     *
     * @param rules those whose notice periods hold
     */
    DueDates(Catalogue catalogue, RetentionRules rules, Instant now) {
        this.catalogue = catalogue;
        Stream<Near> known = rules.categories().stream().flatMap(category -> rules.noticePeriods(category, now).stream()
                .map(period -> new Near(category.name(), period.toString(), rules.after(period, now))));
        Stream<Near> unknown = CategoryReading.USUAL_NOTICES.stream()
                .map(period -> new Near(UNKNOWN, period.toString(), rules.after(period, now)));
        this.near = Stream.concat(known, unknown).toList();
        this.known = List.copyOf(rules.names());
        this.now = now;
    }

    /**
     * What is near for a category.
     *
     * @param bound what is due by then is
     */
    private record Near(String category, String period, Instant bound) {}

    @Override
    public List<Found> page(Handle handle, @Nullable Found after, int limit) {
        Instant latest = near.stream().map(Near::bound).max(Instant::compareTo).orElse(now);
        return bound(handle.createQuery("select id, due_at, exists (select from " + WINDOWS
                        + " where near.category = " + category("page") + " and page.due_at <= near.bound"
                        + " and not exists (select from retention_notice told where told.recording_id = page.id"
                        + " and told.date = page.due_at and told.period = near.period)) as untold"
                        + " from (select id, due_at, category from recording where state = 'DEPOSITED' and not retained"
                        + " and due_at > :now and due_at <= :latest and (due_at, id) > (:date, :id)"
                        + " order by due_at, id limit :limit) page order by due_at, id"))
                .bind("now", now)
                .bind("latest", latest)
                .bind("date", after == null ? now : after.date())
                .bind("id", after == null ? new UUID(0, 0) : after.id())
                .bind("limit", limit)
                .map((row, context) -> new Found(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("due_at").toInstant(),
                        row.getBoolean("untold")))
                .list();
    }

    @Override
    public List<Notice> remember(Handle handle, List<UUID> ids) {
        Set<UUID> told = bound(handle.createQuery("with told as (insert into retention_notice"
                        + " (recording_id, date, period, told_at) select id, due_at, period, :now from recording join "
                        + WINDOWS + " on near.category = " + category("recording") + " and due_at <= near.bound"
                        + " where id = any(:ids) and state = 'DEPOSITED' and not retained"
                        + " on conflict do nothing returning recording_id) select distinct recording_id from told"))
                .bind("now", now)
                .bindArray("ids", UUID.class, ids)
                .mapTo(UUID.class)
                .set();
        List<UUID> known = List.copyOf(told);
        Set<UUID> held = Holds.standing(handle, known, now).stream()
                .map(Hold::recordingId)
                .collect(Collectors.toSet());
        List<Notice> notices = new ArrayList<>();
        for (Recording recording : catalogue.find(handle, known)) {
            notices.add(notice(recording, held.contains(recording.id())));
        }
        return notices;
    }

    private static String category(String row) {
        return "(case when " + row + ".category = any(:known) then " + row + ".category else '" + UNKNOWN + "' end)";
    }

    private Notice notice(Recording recording, boolean held) {
        boolean over = !Objects.requireNonNull(recording.dueAt()).isAfter(now);
        String why = recording.directions().dueOtherwise() == null
                ? "its time as " + recording.category() + (over ? " is over" : " ends then")
                : "it is to be deleted early then, as was approved";
        String due = "it may be disposed of from " + recording.dueAt() + " on: " + why;
        return held
                ? Notice.of(
                        Notice.Kind.EXPIRING,
                        recording,
                        due + "; but it is held, and is not disposed of while it is",
                        "see './docket show " + recording.id() + "', and lift the hold when it is not needed any more")
                : Notice.of(
                        Notice.Kind.EXPIRING,
                        recording,
                        due,
                        "if it is needed for longer, retain or hold it before that, with './docket decide' or './docket hold'");
    }

    private <S extends SqlStatement<S>> S bound(S statement) {
        return statement
                .bindArray("known", String.class, known)
                .bindArray(
                        "categories",
                        String.class,
                        near.stream().map(Near::category).toList())
                .bindArray(
                        "periods", String.class, near.stream().map(Near::period).toList())
                .bindArray(
                        "bounds",
                        String.class,
                        near.stream().map(one -> one.bound().toString()).toList());
    }
}
