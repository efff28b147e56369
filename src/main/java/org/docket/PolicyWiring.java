package org.docket;

import java.util.Map;
import org.docket.classify.AppraisalPass;
import org.docket.classify.Explanations;
import org.docket.classify.PolicyConfiguration;
import org.docket.classify.Reappraisal;
import org.docket.classify.RulebookCheck;
import org.docket.classify.Simulation;
import org.docket.classify.TakingUp;

/** The rulebook: what it makes of recordings, and how another one comes into force. */
final class PolicyWiring {
    private final Ground ground;
    final Reappraisal reappraisal;
    final Simulation simulation;
    final Explanations explanations;
    final TakingUp takingUp;

    PolicyWiring(Ground ground, CaseworkWiring casework, HearingWiring hearing) {
        this.ground = ground;
        this.reappraisal = new Reappraisal(
                ground.catalogue, ground.ledger, casework.outbox, hearing.earlyRequests, ground.policy, ground.clock);
        this.simulation = new Simulation(ground.catalogue, reappraisal, ground.clock);
        this.explanations = new Explanations(ground.rulebooks, ground.policy, reappraisal, ground.ledger);
        this.takingUp = new TakingUp(
                ground.jdbi,
                ground.rulebookFiles,
                ground.rulebooks,
                ground.policy,
                new RulebookCheck(casework.systems, simulation),
                new AppraisalPass(ground.jdbi, ground.catalogue, reappraisal, ground.rulebooks, ground.notices),
                ground.notices,
                ground.settings.home(),
                ground.settings.read(PolicyConfiguration.class),
                ground.clock);
    }

    void addTo(Map<String, Object> beans) {
        beans.put("policy", ground.policy);
        beans.put("takingUp", takingUp);
    }
}
