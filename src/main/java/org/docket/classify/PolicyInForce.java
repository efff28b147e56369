package org.docket.classify;

import java.util.Optional;
import java.util.function.Supplier;
import org.docket.catalogue.Facts;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rulebook that holds now: that which the database says is in force, or that of the files while the database has none. Whoever
 * decides by it asks each time, and goes by one answer until the decision is made.
 */
public final class PolicyInForce {
    private final Rulebooks rulebooks;
    private final Supplier<Rulebook> files;
    private volatile @Nullable Rulebook rulebook;

    /**
     * It is read when it is first asked for.
     *
     * @param files reads the rulebook of the files
     */
    public PolicyInForce(Rulebooks rulebooks, Supplier<Rulebook> files) {
        this.rulebooks = rulebooks;
        this.files = files;
    }

    /**
     * The rulebook that holds now.
     *
     * @throws ConfigurationException if it is asked for the first time and cannot be read
     */
    public Rulebook now() {
        Rulebook known = rulebook;
        return known == null ? first() : known;
    }

    private synchronized Rulebook first() {
        Rulebook known = rulebook;
        if (known == null) {
            known = rulebooks
                    .inForce()
                    .map(InForce::version)
                    .flatMap(rulebooks::find)
                    .orElseGet(files);
            rulebook = known;
        }
        return known;
    }

    /** Holds to that one from now on: it was put into force. */
    void take(Rulebook taken) {
        rulebook = taken;
    }

    /**
     * Holds to what is in force from now on: another hub may have put another one into force.
     *
     * @return what is in force; empty if the database has none
     */
    Optional<InForce> follow(Handle handle) {
        Optional<InForce> inForce = Rulebooks.inForce(handle);
        if (inForce.isPresent() && !inForce.get().version().equals(now().version())) {
            take(Rulebooks.find(handle, inForce.get().version()).orElseThrow());
        }
        return inForce;
    }

    /** The retention rules that hold now. */
    public RetentionRules retention() {
        return now().retention();
    }

    /** What the policy that holds now says of a recording. */
    public Classification classify(Facts facts) {
        return now().policy().classify(facts);
    }
}
