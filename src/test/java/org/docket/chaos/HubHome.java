package org.docket.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The home of a hub that shares nothing with another one but what it is told to. */
record HubHome(Path path) {
    /** What each case system is to be told of, as in {@code casework.yaml}; the empty set stands for everything. */
    static final Map<String, Set<String>> SYSTEMS =
            Map.of("cms", Set.of(), "standards", Set.of("crime-evidence", "damaged"));

    /** With the docks and case systems of a run in its {@code config/}. */
    static HubHome prepare(Path path) throws IOException {
        Path config = Files.createDirectories(path.resolve("config"));
        Files.writeString(config.resolve("docks.yaml"), FedDock.yaml());
        Files.writeString(config.resolve("casework.yaml"), """
                systems:
                  - id: cms
                    title: Case management system
                  - id: standards
                    title: Professional standards
                    categories: [crime-evidence, damaged]
                """);
        return new HubHome(path);
    }

    /** Its intake root, unless it is told another one. */
    Path docks() {
        return path.resolve("docks");
    }

    /** What differs from the shipped settings so that much happens in little time. */
    static Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("docket.http.port", "0"),
                Map.entry("docket.vault.block", "64KiB"),
                Map.entry("docket.vault.timeout", "PT30S"),
                Map.entry("docket.intake.settle", "PT0.3S"),
                Map.entry("docket.intake.poll", "PT0.1S"),
                Map.entry("docket.intake.discovery", "PT0.2S"),
                Map.entry("docket.intake.release", "PT0.3S"),
                Map.entry("docket.intake.retry.first", "PT0.2S"),
                Map.entry("docket.intake.retry.most", "PT2S"),
                Map.entry("docket.casework.relay", "PT0.1S"),
                Map.entry("docket.casework.retry", "PT1S"),
                Map.entry("docket.retention.purge.cron", "0 0 0 1 1 ? 2099"));
    }

    /** A hub on it, armed with a fault point if there is one. */
    HubUnderFire start(Map<String, String> differing, @Nullable FaultPoint point, int nth) throws IOException {
        Map<String, String> all = new TreeMap<>(settings());
        all.putAll(differing);
        return HubUnderFire.start(path, all, point, nth);
    }
}
