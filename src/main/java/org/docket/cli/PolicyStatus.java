package org.docket.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.docket.Docket;
import org.docket.classify.InForce;
import org.docket.classify.Rulebook;
import org.docket.console.Words;
import org.jspecify.annotations.Nullable;

/**
 * Which rulebook is in force.
 *
 * @param since when; absent if no hub has ever run
 * @param appraising whether recordings are still being appraised by it
 * @param waiting what hubs found in their files and did not take up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PolicyStatus(
        String rulebook,
        String policy,
        String retentionRules,
        @Nullable Instant since,
        boolean appraising,
        List<Waiting> waiting) {

    /**
     * A rulebook that was not taken up.
     *
     * @param acceptable whether it waits only for being accepted
     */
    record Waiting(String version, String reason, boolean acceptable) {}

    static PolicyStatus of(Docket docket) {
        Rulebook rulebook = docket.policy().now();
        InForce inForce = docket.rulebooks().inForce().orElse(null);
        return new PolicyStatus(
                rulebook.version(),
                rulebook.policy().version(),
                rulebook.retention().version(),
                inForce == null ? null : inForce.since(),
                inForce != null && inForce.appraisedAt() == null,
                docket.rulebooks().refused().stream()
                        .map(refused -> new Waiting(refused.version(), refused.reason(), refused.acceptable()))
                        .toList());
    }

    /** For people. */
    String inForce() {
        return "rulebook " + rulebook + (since == null ? ", with the first hub" : " since " + Words.time(since))
                + (appraising ? ", recordings are being appraised by it" : "");
    }
}
