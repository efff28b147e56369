package org.docket.classify;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.docket.casework.CaseSystem;
import org.docket.casework.CaseSystems;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;

/** Says whether a rulebook that is right by itself may follow the one in force. */
public final class RulebookCheck {
    private static final Path RETENTION = Path.of("retention.yaml");

    private final CaseSystems systems;
    private final Simulation simulation;

    public RulebookCheck(CaseSystems systems, Simulation simulation) {
        this.systems = systems;
        this.simulation = simulation;
    }

    /** Why a rulebook does not fit the rest of the configuration; empty if it does. */
    Optional<String> misfit(Rulebook candidate) {
        Set<String> categories = candidate.retention().names();
        for (CaseSystem system : systems.all()) {
            Set<String> missing = new TreeSet<>(system.categories());
            missing.removeAll(categories);
            if (!missing.isEmpty()) {
                return Optional.of(
                        "casework.yaml sends recordings of the category " + String.join(" and ", missing) + " to "
                                + system.id()
                                + ", and retention.yaml has it no more; let it stay, or change casework.yaml and restart");
            }
        }
        try {
            RetentionRules.check(RETENTION, candidate.text().retention(), systems.ids());
        } catch (ConfigurationException e) {
            return Optional.of("casework.yaml has not every case system that retention.yaml names: " + e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * What a rulebook would do to the recordings there are.
     *
     * @param stopped asked before each page of recordings
     * @throws CancellationException if it was stopped
     */
    Simulated simulate(Rulebook inForce, Rulebook candidate, BooleanSupplier stopped) {
        return simulation.run(inForce, candidate, stopped);
    }
}
