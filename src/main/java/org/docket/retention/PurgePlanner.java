package org.docket.retention;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Plans runs of the purge by what the catalogue says. Planning reads only, and costs as much as there is due. */
public final class PurgePlanner {
    private static final String HELD = "exists (select 1 from hold"
            + " where hold.recording_id = recording.id and hold.lifted_at is null"
            + " and (hold.until is null or hold.until > :now))";
    private static final String FROM_DUE =
            " from recording where state = 'DEPOSITED' and not retained and due_at <= :now";
    private static final String DUE =
            "select category, dock, bytes, " + HELD + " as held, " + BlobHolds.STANDING + " as in_vault" + FROM_DUE;

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Holds holds;
    private final LastLook look;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /**
     * Plans over that catalogue.
     *
     * @param look by the rulebook in force
     */
    public PurgePlanner(Jdbi jdbi, Catalogue catalogue, Holds holds, LastLook look, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.holds = holds;
        this.look = look;
        this.clock = clock;
    }

    private record Row(PurgePlan.Share share, boolean held, boolean inVault) {}

    /** The plan of a new run. It is stored nowhere. */
    public PurgePlan plan() {
        return plan(ids.generate(), clock.instant());
    }

    /** A new plan of a run, of what was due at the old one: what became due meanwhile is for the next run, and nobody has seen it. */
    PurgePlan again(PurgePlan before) {
        Instant now = clock.instant();
        return plan(before.id(), before.plannedAt().isBefore(now) ? before.plannedAt() : now);
    }

    private PurgePlan plan(UUID run, Instant now) {
        return jdbi.withHandle(handle -> {
            List<Row> rows = due(handle, now);
            List<PurgePlan.Share> shares = rows.stream()
                    .filter(row -> !row.held() && !row.inVault())
                    .map(Row::share)
                    .toList();
            Map<Blocked, Long> blocked = new EnumMap<>(Blocked.class);
            rows.stream()
                    .filter(row -> row.held() || row.inVault())
                    .forEach(row -> blocked.merge(
                            row.held() ? Blocked.HELD : Blocked.VAULT,
                            row.share().recordings(),
                            Long::sum));
            return new PurgePlan(
                    run,
                    now,
                    look.rulebook(handle),
                    shares.stream().mapToLong(PurgePlan.Share::recordings).sum(),
                    shares.stream().mapToLong(PurgePlan.Share::bytes).sum(),
                    catalogue.countDisposing(),
                    shares,
                    blocked);
        });
    }

    /** What is due at that instant and stays, by the plan of then: no brake has counted it. */
    Set<UUID> blocked(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id" + FROM_DUE + " and (" + HELD + " or " + BlobHolds.STANDING + ")")
                .bind("now", now)
                .mapTo(UUID.class)
                .set());
    }

    private static List<Row> due(Handle handle, Instant now) {
        return handle.createQuery(
                        "select category, dock, held, in_vault, count(*) as recordings, sum(bytes) as bytes from ("
                                + DUE + ") due group by category, dock, held, in_vault")
                .bind("now", now)
                .map((row, context) -> new Row(
                        new PurgePlan.Share(
                                row.getString("category"),
                                row.getString("dock"),
                                row.getLong("recordings"),
                                row.getLong("bytes")),
                        row.getBoolean("held"),
                        row.getBoolean("in_vault")))
                .list();
    }

    /**
     * The first recordings that a run would work on now, as far as it can be seen without changing anything.
     *
     * @param carriedOn condemned by earlier runs that did not finish with them
     * @param due would be disposed of
     * @param blocked are due and would stay, with what keeps them
     */
    public record Preview(List<Recording> carriedOn, List<Recording> due, Map<Recording, Blocked> blocked) {}

    /**
     * Looks at the first recordings of what is condemned and of what is due, each as the rulebook in force has it.
     *
     * @param limit at most this many of both
     */
    public Preview preview(int limit) {
        Instant now = clock.instant();
        List<Recording> carriedOn = recordings(catalogue.disposing(Catalogue.Place.FIRST, limit));
        List<Recording> found = recordings(catalogue.due(now, Catalogue.Place.FIRST, limit));
        Set<UUID> held = holds.standing(found.stream().map(Recording::id).toList()).stream()
                .map(Hold::recordingId)
                .collect(Collectors.toSet());
        Set<UUID> inVault = jdbi.withHandle(handle ->
                BlobHolds.standing(handle, found.stream().map(Recording::id).toList()));
        List<Recording> due = new ArrayList<>();
        Map<Recording, Blocked> blocked = new LinkedHashMap<>();
        for (Recording recording : found) {
            Optional<Blocked> why = held.contains(recording.id())
                    ? Optional.of(Blocked.HELD)
                    : Condemnation.blocked(look.rules(), look.preview(recording), now)
                            .or(() -> inVault.contains(recording.id()) ? Optional.of(Blocked.VAULT) : Optional.empty());
            why.ifPresentOrElse(reason -> blocked.put(recording, reason), () -> due.add(recording));
        }
        return new Preview(carriedOn, due, blocked);
    }

    private List<Recording> recordings(List<Catalogue.Place> places) {
        List<UUID> ids = places.stream().map(Catalogue.Place::id).toList();
        Map<UUID, Recording> found = jdbi.withHandle(handle -> catalogue.find(handle, ids)).stream()
                .collect(Collectors.toMap(Recording::id, recording -> recording));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
