package org.docket.classify;

import java.util.List;
import java.util.Map;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Cause;
import org.docket.classify.Reappraisal.Dates;
import org.docket.custody.Ledger;
import org.docket.retention.LastLook;
import org.docket.retention.RetentionRules;
import org.jdbi.v3.core.Handle;

/**
 * Appraises a recording once more before it is condemned: the pass of a rulebook that has just come into force may not have reached it,
 * or another hub may have put one into force that this hub has not noticed.
 */
public final class PolicyLastLook implements LastLook {
    private final PolicyInForce policy;
    private final Reappraisal reappraisal;

    public PolicyLastLook(PolicyInForce policy, Reappraisal reappraisal) {
        this.policy = policy;
        this.reappraisal = reappraisal;
    }

    @Override
    public RetentionRules rules() {
        return policy.retention();
    }

    @Override
    public Recording before(Handle handle, Recording recording) {
        policy.follow(handle);
        Rulebook rulebook = policy.now();
        Cause cause = new Cause(
                Ledger.DOCKET,
                Reappraisal.CLASSIFIED_AGAIN,
                "looked at again before its disposal, by rulebook " + rulebook.version(),
                Map.of(),
                Dates.NEVER_EARLIER);
        List<Recording> changed = reappraisal.appraise(handle, List.of(recording.id()), rulebook, before -> cause);
        return changed.isEmpty() ? recording : changed.get(0);
    }

    @Override
    public Recording preview(Recording recording) {
        return reappraisal.appraise(policy.now(), recording, Dates.NEVER_EARLIER);
    }
}
