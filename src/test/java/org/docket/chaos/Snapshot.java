package org.docket.chaos;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tables and vault, read once. */
record Snapshot(
        Map<UUID, Tables.Row> rows,
        List<Tables.Presented> presentations,
        Map<UUID, List<Tables.Presented>> presentationsByRecording,
        Map<String, List<Tables.Presented>> presentationsByName,
        List<Tables.Handover> handovers,
        List<Tables.Entry> entries,
        List<Tables.Head> heads,
        Map<UUID, Set<String>> sidecars,
        Map<String, VaultContents.Held> blobs,
        Map<String, List<String>> uncommitted) {

    static Snapshot of(World world) {
        Tables tables = new Tables(world.database());
        List<Tables.Presented> presentations = tables.presentations();
        return new Snapshot(
                tables.recordings().stream().collect(Collectors.toMap(Tables.Row::id, Function.identity())),
                presentations,
                presentations.stream().collect(Collectors.groupingBy(Tables.Presented::recording)),
                presentations.stream()
                        .collect(Collectors.groupingBy(presented -> presented.dock() + "/" + presented.name())),
                tables.handovers(),
                tables.entries(),
                tables.heads(),
                tables.sidecars(),
                world.vault().read(),
                world.vault().uncommitted());
    }

    /** Every time that it was presented. */
    List<Tables.Presented> presentationsOf(UUID recording) {
        return presentationsByRecording.getOrDefault(recording, List.of());
    }

    /** Every time that just this source was presented; once is right. */
    List<Tables.Presented> presentationsOf(Fed fed) {
        return presentationsByName.getOrDefault(fed.dock().id() + "/" + fed.name(), List.of()).stream()
                .filter(presented -> presented.isOf(fed))
                .toList();
    }

    /** The recording of that content that is deposited. */
    Optional<Tables.Row> deposited(String sha256) {
        return rows.values().stream()
                .filter(row -> row.isDeposited() && sha256.equals(row.sha256()))
                .findFirst();
    }

    /** Whether the vault holds what the catalogue says that this is, to the last byte. */
    boolean holds(Tables.Row row) {
        VaultContents.Held held = blobs.get(row.blob());
        return held != null && held.sha256().equals(row.sha256());
    }
}
