package org.docket.classify;

import java.util.Optional;
import java.util.function.Supplier;
import org.docket.catalogue.Facts;
import org.docket.configuration.ConfigurationException;
import org.docket.retention.RetentionRules;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rulebook that holds now: that which the database says is in force, or that of the files while the database has none. Whoever
 * decides by it asks each time, and goes by one answer until the decision is made.
 */
public final class PolicyInForce {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyInForce.class);

    private final Rulebooks rulebooks;
    private final Supplier<Rulebook> files;
    private volatile @Nullable Held held;

    /**
     * A rulebook that holds.
     *
     * @param position of the time in which it is in force; 0 if it is that of the files
     */
    private record Held(Rulebook rulebook, long position) {}

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
        return held().rulebook();
    }

    private Held held() {
        Held known = held;
        return known == null ? first() : known;
    }

    private synchronized Held first() {
        Held known = held;
        if (known == null) {
            known = rulebooks
                    .inForce()
                    .flatMap(now -> rulebooks.find(now.version()).map(found -> new Held(found, now.position())))
                    .orElseGet(() -> new Held(files.get(), 0));
            held = known;
        }
        return known;
    }

    /** Holds to that one from now on, which was put into force, unless it knows already of one that came into force later. */
    synchronized void take(Rulebook taken, InForce inForce) {
        if (inForce.position() > held().position()) {
            held = new Held(taken, inForce.position());
        }
    }

    /**
     * Holds to what is in force from now on: another hub may have put another one into force. It is one small query, for whoever decides
     * in a transaction.
     *
     * @return what is in force; empty if the database has none
     * @throws ConfigurationException if another version of Docket put one into force that this one cannot read
     */
    public Optional<InForce> follow(Handle handle) {
        Optional<InForce> inForce = Rulebooks.inForce(handle);
        inForce.ifPresent(now -> follow(handle, now));
        return inForce;
    }

    private void follow(Handle handle, InForce now) {
        Held known = held();
        if (now.position() > known.position()) {
            boolean same = now.version().equals(known.rulebook().version());
            if (!same) {
                LOG.info("rulebook {} is in force since {}: another hub took it up", now.version(), now.since());
            }
            take(same ? known.rulebook() : Rulebooks.find(handle, now.version()).orElseThrow(), now);
        }
    }

    /** The retention rules that hold now. */
    public RetentionRules retention() {
        return now().retention();
    }

    /** The retention rules that hold now by what the database says in that transaction. */
    public RetentionRules retention(Handle handle) {
        follow(handle);
        return retention();
    }

    /** What the policy that holds now says of a recording. */
    public Classification classify(Facts facts) {
        return now().policy().classify(facts);
    }
}
