package org.docket.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.jdbi.v3.core.Handle;

/**
 * What the catalogue knows of a source that lies in a dock's folder.
 *
 * @param presentation the open one of its name
 * @param recording the one that was presented then, unless it was withdrawn
 * @param maybeHeld whether a deposited recording has exactly its length: only then can it be one that the vault holds
 */
record Look(Optional<Presentation> presentation, Optional<Recording> recording, boolean maybeHeld) {

    /** Looks at several sources at once. */
    static List<Look> at(Handle handle, Catalogue catalogue, List<Source> sources) {
        Map<DockFolders.Place, Presentation> open = new HashMap<>();
        new Presentations()
                .open(handle, sources)
                .forEach(found -> open.put(new DockFolders.Place(found.dock(), found.name()), found));
        Map<UUID, Recording> recordings = open.isEmpty()
                ? Map.of()
                : catalogue
                        .find(
                                handle,
                                open.values().stream()
                                        .map(Presentation::recordingId)
                                        .toList())
                        .stream()
                        .collect(Collectors.toMap(Recording::id, recording -> recording));
        Set<Long> held = catalogue.heldLengths(
                handle, sources.stream().map(Source::bytes).toList());
        return sources.stream()
                .map(source -> {
                    Optional<Presentation> presentation = Optional.ofNullable(open.get(source.place()));
                    return new Look(
                            presentation,
                            presentation.map(found -> recordings.get(found.recordingId())),
                            held.contains(source.bytes()));
                })
                .toList();
    }
}
