package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Reappraisal;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes in sidecars whose recordings were deposited before they came. The recording is enriched and classified again by what they say,
 * and their bytes are kept beside those of earlier ones.
 */
public final class LateSidecars {
    private static final int NAMES_AT_ONCE = 500;

    /** A dock that uses a name again brings the recording that the sidecar belongs to within that time. */
    private static final Duration SAME_NAME_AGAIN = Duration.ofHours(1);

    private static final Duration SOONEST_LOOK = Duration.ofSeconds(1);
    private static final Duration LATEST_LOOK = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Reappraisal reappraisal;
    private final SidecarDecisions decisions;
    private final Notices notices;
    private final DockFolders folders;
    private final Enriching enriching;
    private final Clock clock;
    private final SidecarRemovals removals;
    private final Sidecars sidecars = new Sidecars();
    private final Presentations presentations = new Presentations();

    public LateSidecars(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Reappraisal reappraisal,
            SidecarDecisions decisions,
            Notices notices,
            DockFolders folders,
            Enriching enriching,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.reappraisal = reappraisal;
        this.decisions = decisions;
        this.notices = notices;
        this.folders = folders;
        this.enriching = enriching;
        this.clock = clock;
        this.removals = new SidecarRemovals(jdbi, ledger, folders, clock);
    }

    /** Puts together what is known of a deposited recording when its dock has written another sidecar. */
    @FunctionalInterface
    public interface Enriching {
        /**
         * Its facts.
         *
         * @param modifiedAt of the source, when it was presented
         */
        Facts again(Facts before, Dock dock, Sidecar sidecar, Instant modifiedAt);
    }

    /** What became of a sidecar, or of one row of a file of a shift. */
    private enum Fate {
        /** Its recording has it. */
        TAKEN,
        /** A recording that had its name has it; whether it is that one's cannot be told, so it stays where it is. */
        LENT,
        /** Its recording is not there, or not deposited yet. */
        NOT_YET,
        /** Its recording is disposed of. */
        TOO_LATE
    }

    /**
     * Takes in a sidecar.
     *
     * @return what to do with the file
     * @throws IOException if it cannot be read from the disk; it stays where it is
     */
    public Arrival take(Arrival.Late late) throws IOException {
        return SidecarReader.isShiftFile(late.source().path(), late.source().dock()) ? takeRows(late) : takeOne(late);
    }

    private Arrival takeOne(Arrival.Late late) throws IOException {
        Source source = late.source();
        Optional<Presentation> last = presented(source, folders.recordingsOf(source.name())).stream()
                .filter(presented -> folders.isRecordingOf(source.name(), presented.name()))
                .max(Comparator.comparingLong(Presentation::id));
        if (last.isEmpty()) {
            return late.overdue() ? new Arrival.Refused(source, QuarantineReason.SIDECAR_ALONE) : lookAgain(late);
        }
        Path recording = path(source, last.get());
        Fate fate = take(late, last.get(), SidecarReader.read(source.path(), recording, source.dock()));
        return switch (fate) {
            case NOT_YET ->
                late.overdue() ? new Arrival.Refused(source, QuarantineReason.SIDECAR_ALONE) : lookAgain(late);
            case TOO_LATE -> new Arrival.Refused(source, QuarantineReason.SIDECAR_TOO_LATE);
            case LENT -> settle(source);
            case TAKEN -> {
                release(source, last.get());
                yield settle(source);
            }
        };
    }

    /** A file of a shift is never taken away: only the rows of recordings are kept of it. */
    private Arrival takeRows(Arrival.Late late) throws IOException {
        Source source = late.source();
        List<Fate> fates = fatesOfRows(late);
        if (!fates.isEmpty() && !fates.contains(Fate.NOT_YET)) {
            return settle(source);
        } else if (!late.overdue()) {
            return lookAgain(late);
        }
        boolean anyCame = fates.stream().anyMatch(fate -> fate != Fate.NOT_YET);
        return anyCame ? settle(source) : new Arrival.Refused(source, QuarantineReason.SIDECAR_ALONE);
    }

    private Arrival settle(Source source) {
        folders.settle(source);
        return new Arrival.Settled();
    }

    private Arrival lookAgain(Arrival.Late late) {
        Duration quarter = late.alone().dividedBy(4);
        Duration most = quarter.compareTo(LATEST_LOOK) < 0 ? quarter : LATEST_LOOK;
        folders.lookAgain(late.source(), most.compareTo(SOONEST_LOOK) > 0 ? most : SOONEST_LOOK);
        return new Arrival.Settled();
    }

    private List<Fate> fatesOfRows(Arrival.Late late) throws IOException {
        Source source = late.source();
        String folder = source.name().substring(0, source.name().lastIndexOf('/') + 1);
        List<String> named = List.copyOf(folders.sidecars().recordings(source.path(), source.dock()));
        List<Fate> fates = new ArrayList<>();
        for (int from = 0; from < named.size(); from += NAMES_AT_ONCE) {
            List<String> some = named.subList(from, Math.min(named.size(), from + NAMES_AT_ONCE));
            Map<String, Presentation> last = new HashMap<>();
            presented(
                            source,
                            some.stream().flatMap(name -> names(folder + name)).toList())
                    .forEach(presented -> last.merge(
                            presented.name().toLowerCase(Locale.ROOT),
                            presented,
                            (one, other) -> one.id() > other.id() ? one : other));
            Map<UUID, Sidecars.Known> known = jdbi.withHandle(handle -> sidecars.known(
                    handle,
                    last.values().stream().map(Presentation::recordingId).toList()));
            for (String name : some) {
                Optional<Presentation> presented = names(folder + name)
                        .map(wanted -> last.get(wanted.toLowerCase(Locale.ROOT)))
                        .filter(Objects::nonNull)
                        .findFirst();
                fates.add(presented.isEmpty() ? Fate.NOT_YET : fateOfRow(late, name, presented.get(), known));
            }
        }
        return fates;
    }

    private Fate fateOfRow(Arrival.Late late, String name, Presentation presented, Map<UUID, Sidecars.Known> known)
            throws IOException {
        Source source = late.source();
        Sidecar row = folders.sidecars().row(source.path(), name, source.dock());
        return known.getOrDefault(presented.recordingId(), Sidecars.Known.NONE)
                        .has(row.name(), SourceDigest.of(Sidecars.content(row)))
                ? Fate.TAKEN
                : take(late, presented, row);
    }

    /** A row may name its recording without the ending. */
    private Stream<String> names(String named) {
        return Stream.concat(Stream.of(named), folders.recordingsOf(named + ".csv").stream());
    }

    private List<Presentation> presented(Source source, Collection<String> names) {
        List<String> lowered = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        return jdbi.withHandle(
                handle -> presentations.ofNames(handle, source.dock().id(), lowered));
    }

    private Path path(Source sidecar, Presentation recording) {
        return folders.folder(sidecar.dock().id()).resolve(recording.name());
    }

    private Fate take(Arrival.Late late, Presentation presented, Sidecar sidecar) throws IOException {
        Source source = late.source();
        Optional<Recording> recording = catalogue.find(presented.recordingId());
        if (recording.isEmpty()) {
            return Fate.NOT_YET;
        }
        Belonging belonging = Belonging.of(sidecar, recording.get(), placeOf(source, presented));
        boolean early = late.alone().compareTo(SAME_NAME_AGAIN) < 0 && !late.overdue();
        if (belonging == Belonging.NO || (belonging == Belonging.UNKNOWN && early)) {
            return Fate.NOT_YET;
        }
        // Another one may count for that recording: one of its own before a row, a newer row before an older one.
        boolean counts = folders.sidecars()
                .read(path(source, presented), source.dock())
                .map(read -> Arrays.equals(Sidecars.content(read), Sidecars.content(sidecar)))
                .orElse(true);
        boolean own = belonging == Belonging.YES;
        Fate fate = jdbi.inTransaction(handle -> take(handle, source, presented, sidecar, new Standing(counts, own)));
        return fate == Fate.TAKEN && belonging != Belonging.YES ? Fate.LENT : fate;
    }

    private Belonging.Place placeOf(Source source, Presentation presented) throws IOException {
        Path path = path(source, presented);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Belonging.Place.NOTHING;
        }
        return presented.isOf(folders.source(path)) ? Belonging.Place.RECORDING : Belonging.Place.ANOTHER;
    }

    /**
     * What a sidecar is worth.
     *
     * @param counts whether no other one counts for the recording in its place
     * @param own whether it is shown to be the recording's; one that may be another's asks for no deletion
     */
    private record Standing(boolean counts, boolean own) {}

    private Fate take(Handle handle, Source source, Presentation presented, Sidecar sidecar, Standing standing) {
        UUID id = presented.recordingId();
        Optional<Recording> found = catalogue.findForUpdate(handle, id);
        RecordingState state = found.map(Recording::state).orElse(RecordingState.DISPOSED);
        byte[] content = Sidecars.content(sidecar);
        String sha256 = SourceDigest.of(content);
        if (state != RecordingState.DEPOSITED) {
            if (state != RecordingState.RECEIVED) {
                found.ifPresent(late -> decisions.retain(handle, sidecar, late, source));
            }
            return state == RecordingState.RECEIVED ? Fate.NOT_YET : Fate.TOO_LATE;
        } else if (standing.counts()
                ? sidecars.known(handle, List.of(id))
                        .getOrDefault(id, Sidecars.Known.NONE)
                        .has(sidecar.name(), sha256)
                : sidecars.isKept(handle, id, content)) {
            return Fate.TAKEN;
        }
        Map<String, ?> details = Map.of("dock", source.dock().id(), "name", source.name(), "sha256", sha256);
        Sidecar checked = compare(sidecar, found.orElseThrow());
        if (standing.counts()) {
            learn(handle, source, presented, checked, found.orElseThrow(), details);
        }
        Instant now = clock.instant();
        sidecars.keep(
                handle, List.of(new Sidecars.Kept(id, checked, standing.counts() && !presented.duplicate())), now);
        ledger.append(handle, id, now, Ledger.DOCKET, "sidecar-kept", "presented by the dock", details);
        decisions.retain(handle, checked, found.orElseThrow(), source);
        if (!presented.duplicate() && standing.counts() && standing.own()) {
            decisions.withdraw(handle, checked, found.orElseThrow(), source);
            decisions.delete(handle, checked, found.orElseThrow(), source);
        }
        return Fate.TAKEN;
    }

    private void learn(
            Handle handle,
            Source source,
            Presentation presented,
            Sidecar sidecar,
            Recording recording,
            Map<String, ?> details) {
        // Whoever presents a recording again may say that it is to be kept, and nothing else of it.
        if (!presented.duplicate()) {
            Reappraisal.Cause cause = Reappraisal.Cause.learnt(
                    Ledger.DOCKET, "enriched", "a sidecar that came after the deposit", details);
            reappraisal.appraise(
                    handle,
                    recording.id(),
                    cause,
                    facts -> facts(facts, source.dock(), sidecar, presented.modifiedAt()));
        }
        if (!sidecar.problems().isEmpty()) {
            notices.add(
                    handle, Notice.wrongSidecar(recording, sidecar.problems().size()));
        }
    }

    private static Sidecar compare(Sidecar sidecar, Recording recording) {
        String said = sidecar.sha256();
        return said == null || said.equals(recording.sha256())
                ? sidecar
                : sidecar.withProblem("says that the SHA-256 is " + said + ", but it is " + recording.sha256());
    }

    /** One that says nothing takes nothing away. */
    private Facts facts(Facts before, Dock dock, Sidecar sidecar, Instant modifiedAt) {
        return sidecar.saysNothing()
                ? before.withSidecarProblems(sidecar.problems())
                : enriching.again(before, dock, sidecar, modifiedAt);
    }

    /** A sidecar that is kept goes where its recording went. One that lies beside its recording goes with it. */
    private void release(Source source, Presentation presented) throws IOException {
        if (!(source.dock().release() instanceof Release.Leave) && !folders.hasRecording(source.path())) {
            folders.requireInside(source.path());
            removals.take(source, presented.recordingId());
        }
    }
}
