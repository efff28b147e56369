package org.docket.classify;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.docket.casework.CaseSystem;
import org.docket.casework.CaseSystems;

/** Says whether a rulebook that is right by itself may follow the one in force. */
public final class RulebookCheck {
    private final CaseSystems systems;
    private final Simulation simulation;

    public RulebookCheck(CaseSystems systems, Simulation simulation) {
        this.systems = systems;
        this.simulation = simulation;
    }

    /** What the check found. */
    sealed interface Verdict {
        /** It may follow. */
        record Fits(Simulated simulated) implements Verdict {}

        /** It does not fit the rest of the configuration. */
        record DoesNotFit(String reason) implements Verdict {}

        /** Recordings would become due earlier. */
        record BringsForward(Simulated simulated) implements Verdict {}
    }

    /**
     * Checks it against the configuration and against all recordings.
     *
     * @param stopped asked before each page of recordings
     * @throws CancellationException if it was stopped
     */
    Verdict check(Rulebook inForce, Rulebook candidate, BooleanSupplier stopped) {
        Set<String> categories = candidate.retention().names();
        for (CaseSystem system : systems.all()) {
            Set<String> missing = new TreeSet<>(system.categories());
            missing.removeAll(categories);
            if (!missing.isEmpty()) {
                return new Verdict.DoesNotFit("casework.yaml sends recordings of the category "
                        + String.join(" and ", missing) + " to " + system.id()
                        + ", and retention.yaml has it no more; let it stay, or change casework.yaml and restart");
            }
        }
        Simulated simulated = simulation.run(inForce, candidate, stopped);
        return simulated.mustBeAccepted() ? new Verdict.BringsForward(simulated) : new Verdict.Fits(simulated);
    }
}
