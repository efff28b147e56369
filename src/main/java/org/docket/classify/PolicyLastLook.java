package org.docket.classify;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.docket.catalogue.Recording;
import org.docket.classify.Reappraisal.Cause;
import org.docket.classify.Reappraisal.Dates;
import org.docket.custody.Ledger;
import org.docket.retention.LastLook;
import org.docket.retention.RetentionRules;
import org.jdbi.v3.core.Handle;

/**
 * Appraises a recording once more before it is condemned: the pass of a rulebook that has just come into force may not have reached it,
 * or another hub may have put one into force that this hub has not noticed. What is known elsewhere and has not reached the recording
 * yet, such as an incident, is learnt before that.
 */
public final class PolicyLastLook implements LastLook {
    private final PolicyInForce policy;
    private final Reappraisal reappraisal;
    private final BiFunction<Handle, List<Recording>, List<Recording>> learn;

    /**
     * Looks by the rulebook that is in force.
     *
     * @param learn brings recordings whose rows are locked up to date with what is known by now, and gives them as they are then
     */
    public PolicyLastLook(
            PolicyInForce policy, Reappraisal reappraisal, BiFunction<Handle, List<Recording>, List<Recording>> learn) {
        this.policy = policy;
        this.reappraisal = reappraisal;
        this.learn = learn;
    }

    @Override
    public String rulebook(Handle handle) {
        policy.follow(handle);
        return policy.now().version();
    }

    @Override
    public RetentionRules rules() {
        return policy.retention();
    }

    @Override
    public List<Recording> before(Handle handle, List<Recording> recordings) {
        policy.follow(handle);
        List<Recording> learnt = learn.apply(handle, recordings);
        Rulebook rulebook = policy.now();
        Cause cause = new Cause(
                Ledger.DOCKET,
                Reappraisal.CLASSIFIED_AGAIN,
                "looked at again before its disposal, by rulebook " + rulebook.version(),
                Map.of(),
                Dates.NEVER_EARLIER);
        Map<UUID, Recording> changed = reappraisal.appraiseLocked(handle, learnt, rulebook, before -> cause).stream()
                .collect(Collectors.toMap(Recording::id, recording -> recording));
        return learnt.stream()
                .map(recording -> changed.getOrDefault(recording.id(), recording))
                .toList();
    }

    @Override
    public Recording preview(Recording recording) {
        return reappraisal.appraise(policy.now(), recording, Dates.NEVER_EARLIER);
    }
}
