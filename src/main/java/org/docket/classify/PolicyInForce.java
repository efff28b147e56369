package org.docket.classify;

import org.docket.catalogue.Facts;
import org.docket.retention.RetentionRules;

/** The rulebook that holds now. Whoever decides by it asks each time, and goes by one answer until the decision is made. */
public final class PolicyInForce {
    private volatile Rulebook rulebook;

    public PolicyInForce(Rulebook rulebook) {
        this.rulebook = rulebook;
    }

    /** The rulebook that holds now. */
    public Rulebook now() {
        return rulebook;
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
