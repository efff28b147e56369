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
import java.util.UUID;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
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
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Reception(Catalogue catalogue, Ledger ledger, Claims claims, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.claims = claims;
        this.clock = clock;
    }

    /**
     * A source under whose name nothing was presented.
     *
     * @param sha256 of it, if there is a deposited recording of its length
     */
    record Newcomer(
            Source source,
            Optional<Sidecar> sidecar,
            @Nullable String sha256) {}

    /** What became of a newcomer. */
    sealed interface Outcome {
        /** It is a recording of its own. */
        record Received(Arrival.Taken taken) implements Outcome {}

        /** It is a recording that is deposited already. */
        record Held(Recording recording) implements Outcome {}

        /** Another hub was faster. */
        record Busy() implements Outcome {}
    }

    /** Receives those that are new. */
    List<Outcome> receive(Handle handle, List<Newcomer> newcomers) throws IOException {
        Instant now = clock.instant();
        Map<String, Recording> held = held(handle, newcomers);
        List<Presentations.Beginning> beginnings = new ArrayList<>();
        List<Newcomer> fresh = new ArrayList<>();
        for (Newcomer newcomer : newcomers) {
            if (!held.containsKey(String.valueOf(newcomer.sha256()))) {
                fresh.add(newcomer);
                beginnings.add(new Presentations.Beginning(newcomer.source(), ids.generate(), false));
            }
        }
        IdentityHashMap<Newcomer, Arrival.Taken> received = receive(handle, fresh, beginnings, now);
        return newcomers.stream()
                .map(newcomer -> {
                    Recording recording = held.get(String.valueOf(newcomer.sha256()));
                    Arrival.Taken taken = received.get(newcomer);
                    if (recording != null) {
                        return (Outcome) new Outcome.Held(recording);
                    }
                    return taken == null ? new Outcome.Busy() : new Outcome.Received(taken);
                })
                .toList();
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

    private IdentityHashMap<Newcomer, Arrival.Taken> receive(
            Handle handle, List<Newcomer> fresh, List<Presentations.Beginning> beginnings, Instant now)
            throws IOException {
        IdentityHashMap<Newcomer, Arrival.Taken> received = new IdentityHashMap<>();
        if (fresh.isEmpty()) {
            return received;
        }
        List<@Nullable Long> keys = presentations.begin(handle, beginnings, claims.begin(), now);
        List<Catalogue.Reception> rows = new ArrayList<>();
        List<Ledger.Act> acts = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            Long key = keys.get(i);
            if (key == null) {
                continue;
            }
            Newcomer newcomer = fresh.get(i);
            Source source = newcomer.source();
            UUID id = beginnings.get(i).recordingId();
            // Asked when the presentation has begun: another hub may have taken the source in, and away, since it was
            // looked at. From here on it finds this presentation open.
            source.requireThere();
            // A receipt that lies there is for what was presented under this name before, and must not pass for this
            // one's. Before the commit: from then on this hub goes on with the source, or another one.
            Files.deleteIfExists(Names.beside(source.path(), Names.RECEIPT));
            rows.add(new Catalogue.Reception(id, source.dock().id(), source.name(), source.bytes(), now));
            acts.add(received(id, source, now));
            received.put(newcomer, new Arrival.Taken(id, key, source, now, newcomer.sidecar(), false));
        }
        if (!rows.isEmpty()) {
            catalogue.receive(handle, rows);
            ledger.append(handle, acts);
        }
        return received;
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
     * Notes that a deposited recording was presented once more.
     *
     * @return the key of the presentation; empty if another hub was faster
     */
    Optional<Long> again(Handle handle, Source source, UUID recordingId) throws IOException {
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
