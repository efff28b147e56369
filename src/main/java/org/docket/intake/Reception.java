package org.docket.intake;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.vault.SourceDigest;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gives new recordings their identity: a row in the catalogue, a presentation that this hub has claimed, and a first act. */
public final class Reception {
    static final String PRESENTED = "presented by the dock";

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Claims claims;
    private final Clock clock;
    private final Presentations presentations = new Presentations();
    private final Sidecars sidecars = new Sidecars();
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Reception(Catalogue catalogue, Ledger ledger, Claims claims, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.claims = claims;
        this.clock = clock;
    }

    /**
     * A source that lies in a dock's folder.
     *
     * @param looks its length and its ends
     * @param sha256 of it, where it may be a duplicate
     */
    record Newcomer(
            Source source, Catalogue.Looks looks, @Nullable String sha256) {

        static Newcomer of(Source source) throws IOException {
            return new Newcomer(source, new Catalogue.Looks(source.bytes(), Ends.of(source.path())), null);
        }

        /** The same, read from end to end. */
        Newcomer hashed() throws IOException {
            return new Newcomer(source, looks, SourceDigest.of(source.path()));
        }
    }

    /** What became of a newcomer. */
    sealed interface Outcome {
        /** It is a recording of its own. */
        record Received(UUID recordingId, long presentation, Instant at) implements Outcome {}

        /** What lies under its name was presented already, or another source that lay there before. */
        record Presented(Presentation open) implements Outcome {}

        /** It looks like a recording that is deposited already: its SHA-256 has to say whether it is that one. */
        record Alike() implements Outcome {}

        /** It is a recording that is deposited already. */
        record Held(Recording recording) implements Outcome {}

        /** Another hub was faster. */
        record Busy() implements Outcome {}
    }

    /** Receives those that are new. */
    List<Outcome> receive(Handle handle, List<Newcomer> newcomers) throws IOException {
        Map<DockFolders.Place, Presentation> open = presentations.open(handle, sources(newcomers));
        Map<String, Recording> held = held(handle, newcomers);
        Set<Catalogue.Looks> alike = alike(handle, newcomers);
        IdentityHashMap<Newcomer, Outcome> outcomes = new IdentityHashMap<>();
        List<Newcomer> fresh = new ArrayList<>();
        for (Newcomer newcomer : newcomers) {
            Presentation presentation = open.get(newcomer.source().place());
            Recording recording = held.get(String.valueOf(newcomer.sha256()));
            if (presentation != null) {
                outcomes.put(newcomer, new Outcome.Presented(presentation));
            } else if (recording != null) {
                outcomes.put(newcomer, new Outcome.Held(recording));
            } else if (newcomer.sha256() == null && alike.contains(newcomer.looks())) {
                outcomes.put(newcomer, new Outcome.Alike());
            } else {
                fresh.add(newcomer);
            }
        }
        receive(handle, fresh, outcomes);
        return newcomers.stream()
                .map(newcomer -> outcomes.getOrDefault(newcomer, new Outcome.Busy()))
                .toList();
    }

    private static List<Source> sources(List<Newcomer> newcomers) {
        return newcomers.stream().map(Newcomer::source).toList();
    }

    private Map<String, Recording> held(Handle handle, List<Newcomer> newcomers) {
        List<String> hashes = newcomers.stream()
                .map(Newcomer::sha256)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
        Map<String, Recording> held = new HashMap<>();
        if (!hashes.isEmpty()) {
            catalogue
                    .findDeposited(handle, hashes)
                    .forEach(recording -> held.put(String.valueOf(recording.sha256()), recording));
        }
        return held;
    }

    private Set<Catalogue.Looks> alike(Handle handle, List<Newcomer> newcomers) {
        List<Catalogue.Looks> looks = newcomers.stream()
                .filter(newcomer -> newcomer.sha256() == null)
                .map(Newcomer::looks)
                .toList();
        return looks.isEmpty() ? Set.of() : catalogue.alike(handle, looks);
    }

    private void receive(Handle handle, List<Newcomer> fresh, IdentityHashMap<Newcomer, Outcome> outcomes)
            throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Presentations.Beginning> beginnings = fresh.stream()
                .map(newcomer -> new Presentations.Beginning(newcomer.source(), ids.generate(), false))
                .toList();
        List<@Nullable Long> keys = presentations.begin(handle, beginnings, claims.begin(), now);
        List<Catalogue.Reception> rows = new ArrayList<>();
        List<Ledger.Act> acts = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            Long key = keys.get(i);
            if (key == null) {
                continue;
            }
            Source source = fresh.get(i).source();
            UUID id = beginnings.get(i).recordingId();
            // Asked when the presentation has begun: another hub may have taken the source in, and away, since it was
            // looked at. From here on it finds this presentation open.
            source.requireThere();
            // A receipt that lies there is for what was presented under this name before, and must not pass for this
            // one's. Before the commit: from then on this hub goes on with the source, or another one.
            Files.deleteIfExists(Names.beside(source.path(), Names.RECEIPT));
            rows.add(new Catalogue.Reception(
                    id,
                    source.dock().id(),
                    source.name(),
                    source.bytes(),
                    fresh.get(i).looks().ends(),
                    now));
            acts.add(received(id, source, now));
            outcomes.put(fresh.get(i), new Outcome.Received(id, key, now));
        }
        if (!rows.isEmpty()) {
            catalogue.receive(handle, rows);
            ledger.append(handle, acts);
        }
    }

    private static Ledger.Act received(UUID id, Source source, Instant now) {
        return new Ledger.Act(
                id,
                now,
                Ledger.DOCKET,
                "received",
                PRESENTED,
                Map.of(
                        "dock",
                        source.dock().id(),
                        "name",
                        source.name(),
                        "bytes",
                        source.bytes(),
                        "modifiedAt",
                        source.modifiedAt()));
    }

    /**
     * Notes that a deposited recording was presented once more, and keeps the sidecar that it came with.
     *
     * @return the key of the presentation; empty if another hub was faster
     */
    Optional<Long> again(Handle handle, Source source, UUID recordingId, Optional<Sidecar> sidecar) throws IOException {
        Instant now = clock.instant();
        Long key = presentations
                .begin(handle, List.of(new Presentations.Beginning(source, recordingId, true)), claims.begin(), now)
                .get(0);
        if (key == null) {
            return Optional.empty();
        }
        source.requireThere();
        Files.deleteIfExists(Names.beside(source.path(), Names.RECEIPT));
        // Its row is locked from here: no purge condemns it before its dock has the receipt that it is about to get.
        if (catalogue
                .findForUpdate(handle, recordingId)
                .filter(recording -> recording.state() == RecordingState.DEPOSITED)
                .isEmpty()) {
            throw new IOException("recording " + recordingId + " is being disposed of: " + source.name()
                    + " is taken in as a new one at the next try");
        }
        catalogue.presentedAgain(handle, recordingId);
        sidecar.ifPresent(came -> sidecars.keepOther(handle, recordingId, came, now));
        ledger.append(
                handle,
                recordingId,
                now,
                Ledger.DOCKET,
                "presented-again",
                PRESENTED,
                Map.of("dock", source.dock().id(), "name", source.name()));
        return Optional.of(key);
    }
}
