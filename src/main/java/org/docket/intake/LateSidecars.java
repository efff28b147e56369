package org.docket.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
import org.docket.retention.Decisions;
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

    /** How far the clock of a camera may run ahead of ours and still be believed about what came first. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Duration SOONEST_LOOK = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Reappraisal reappraisal;
    private final Decisions decisions;
    private final Notices notices;
    private final DockFolders folders;
    private final Enriching enriching;
    private final Clock clock;
    private final Sidecars sidecars = new Sidecars();
    private final Presentations presentations = new Presentations();

    public LateSidecars(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Reappraisal reappraisal,
            Decisions decisions,
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
        Source source = late.source();
        List<Fate> fates =
                SidecarReader.isShiftFile(source.path(), source.dock()) ? takeRows(late) : List.of(takeOne(late));
        if (fates.isEmpty() || fates.contains(Fate.NOT_YET)) {
            if (late.overdue()) {
                return new Arrival.Refused(source, QuarantineReason.SIDECAR_ALONE);
            }
            Duration quarter = late.alone().dividedBy(4);
            folders.lookAgain(source, quarter.compareTo(SOONEST_LOOK) > 0 ? quarter : SOONEST_LOOK);
        } else if (fates.contains(Fate.LENT)) {
            folders.settle(source);
        } else if (!fates.contains(Fate.TAKEN)) {
            return new Arrival.Refused(source, QuarantineReason.SIDECAR_TOO_LATE);
        } else {
            release(source);
        }
        return new Arrival.Settled();
    }

    private Fate takeOne(Arrival.Late late) throws IOException {
        Source source = late.source();
        List<String> names = folders.recordingsOf(source.name());
        Optional<Presentation> last = presented(source, names).stream()
                .filter(presented -> names.contains(presented.name()))
                .findFirst();
        if (last.isEmpty()) {
            return Fate.NOT_YET;
        }
        Path recording = folders.folder(source.dock().id()).resolve(last.get().name());
        return take(late, last.get(), SidecarReader.read(source.path(), recording, source.dock()));
    }

    private List<Fate> takeRows(Arrival.Late late) throws IOException {
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
                    .forEach(presented -> last.putIfAbsent(presented.name().toLowerCase(Locale.ROOT), presented));
            for (String name : some) {
                Optional<Presentation> presented = names(folder + name)
                        .map(wanted -> last.get(wanted.toLowerCase(Locale.ROOT)))
                        .filter(Objects::nonNull)
                        .findFirst();
                fates.add(
                        presented.isEmpty()
                                ? Fate.NOT_YET
                                : take(
                                        late,
                                        presented.get(),
                                        folders.sidecars().row(source.path(), name, source.dock())));
            }
        }
        return fates;
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

    private Fate take(Arrival.Late late, Presentation presented, Sidecar sidecar) throws IOException {
        byte[] content = Sidecars.content(sidecar);
        Belonging belonging = belonging(late.source(), presented, sidecar);
        if (jdbi.withHandle(handle -> sidecars.isKept(handle, presented.recordingId(), content))) {
            return belonging == Belonging.YES ? Fate.TAKEN : Fate.LENT;
        }
        if (belonging == Belonging.NO
                || (belonging == Belonging.UNKNOWN && late.alone().compareTo(SAME_NAME_AGAIN) < 0 && !late.overdue())) {
            return Fate.NOT_YET;
        }
        Fate fate = jdbi.inTransaction(handle -> take(handle, late.source(), presented, sidecar));
        return fate == Fate.TAKEN && belonging != Belonging.YES ? Fate.LENT : fate;
    }

    /** Whether a sidecar is that of the recording that had its name: docks use names again. */
    private enum Belonging {
        YES,
        NO,
        UNKNOWN
    }

    private Belonging belonging(Source source, Presentation presented, Sidecar sidecar) throws IOException {
        Optional<Recording> recording = catalogue.find(presented.recordingId());
        if (recording.isEmpty()) {
            return Belonging.NO;
        }
        Instant startedAt = sidecar.startedAt();
        // What was recorded after a recording came in is another one.
        boolean later = startedAt != null
                && startedAt.isAfter(recording.get().receivedAt().plus(AHEAD));
        Path path = folders.folder(source.dock().id()).resolve(presented.name());
        if (later) {
            return Belonging.NO;
        } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            // What lies beside it is what it belongs to, if that is what was presented.
            return presented.isOf(folders.source(path)) ? Belonging.YES : Belonging.NO;
        } else if (sidecar.sha256() != null) {
            return sidecar.sha256().equals(recording.get().sha256()) ? Belonging.YES : Belonging.NO;
        }
        return startedAt != null ? Belonging.YES : Belonging.UNKNOWN;
    }

    private Fate take(Handle handle, Source source, Presentation presented, Sidecar sidecar) {
        UUID id = presented.recordingId();
        Optional<Recording> found = catalogue.findForUpdate(handle, id);
        RecordingState state = found.map(Recording::state).orElse(RecordingState.DISPOSED);
        byte[] content = Sidecars.content(sidecar);
        if (state != RecordingState.DEPOSITED) {
            return state == RecordingState.RECEIVED ? Fate.NOT_YET : Fate.TOO_LATE;
        } else if (sidecars.isKept(handle, id, content)) {
            return Fate.TAKEN;
        }
        Sidecar checked = compare(sidecar, found.orElseThrow());
        Map<String, ?> details =
                Map.of("dock", source.dock().id(), "name", source.name(), "sha256", SourceDigest.of(content));
        // Whoever presents a recording again may say that it is to be kept, and nothing else of it.
        if (!presented.duplicate()) {
            Reappraisal.Cause cause = Reappraisal.Cause.learnt(
                    Ledger.DOCKET, "enriched", "a sidecar that came after the deposit", details);
            reappraisal.appraise(handle, id, cause, facts -> learn(facts, source, checked, presented.modifiedAt()));
        }
        Instant now = clock.instant();
        sidecars.keep(handle, List.of(new Sidecars.Kept(id, checked)), now);
        ledger.append(handle, id, now, Ledger.DOCKET, "sidecar-kept", "presented by the dock", details);
        if (checked.saysRetain()) {
            decisions.decide(handle, checked.retain(id, source));
        }
        if (!checked.problems().isEmpty()) {
            notices.add(
                    handle,
                    Notice.wrongSidecar(found.orElseThrow(), checked.problems().size()));
        }
        return Fate.TAKEN;
    }

    private static Sidecar compare(Sidecar sidecar, Recording recording) {
        String said = sidecar.sha256();
        return said == null || said.equals(recording.sha256())
                ? sidecar
                : sidecar.withProblem("says that the SHA-256 is " + said + ", but it is " + recording.sha256());
    }

    /** One that says nothing takes nothing away. */
    private Facts learn(Facts before, Source source, Sidecar sidecar, Instant modifiedAt) {
        return sidecar.saysNothing()
                ? before.withSidecarProblems(sidecar.problems())
                : enriching.again(before, source.dock(), sidecar, modifiedAt);
    }

    /**
     * A sidecar that is kept goes where its recording went. One that lies beside its recording goes with it; a file of a shift stays,
     * since only the rows of recordings are kept of it.
     */
    private void release(Source source) throws IOException {
        folders.settle(source);
        boolean stays = source.dock().release() instanceof Release.Leave
                || SidecarReader.isShiftFile(source.path(), source.dock())
                || folders.hasRecording(source.path());
        if (!stays) {
            source.requireThere();
            Files.deleteIfExists(source.path());
            DurableFile.syncFolderOf(source.path());
            folders.forget(source.path());
        }
    }
}
