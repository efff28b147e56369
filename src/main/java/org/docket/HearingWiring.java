package org.docket;

import java.util.Map;
import org.docket.retention.Authorities;
import org.docket.retention.AuthorityChanges;
import org.docket.retention.CaseworkWords;
import org.docket.retention.DateNotices;
import org.docket.retention.Decisions;
import org.docket.retention.EarlyDeletions;
import org.docket.retention.EarlyRequests;
import org.docket.retention.Hearing;
import org.docket.retention.Holds;
import org.docket.retention.Outcomes;

/** Whoever says something of recordings is heard by the same rules, whichever way it comes. */
final class HearingWiring {
    private final Ground ground;
    final Authorities authorities;
    final EarlyRequests earlyRequests;
    final Decisions decisions;
    final Holds holds;
    final Outcomes outcomes;
    final CaseworkWords caseworkWords;
    final DateNotices dateNotices;

    HearingWiring(Ground ground, CaseworkWiring casework) {
        this.ground = ground;
        this.authorities = Authorities.load(ground.settings.file("authorities.yaml"));
        this.earlyRequests = new EarlyRequests(ground.jdbi);
        Hearing hearing =
                new Hearing(ground.jdbi, ground.catalogue, ground.ledger, ground.policy::retention, ground.clock);
        EarlyDeletions earlyDeletions = new EarlyDeletions(hearing, earlyRequests, casework.outbox);
        this.outcomes = new Outcomes(hearing, earlyDeletions, casework.outbox);
        this.decisions = new Decisions(hearing, earlyDeletions, earlyRequests, outcomes, casework.outbox);
        this.holds = new Holds(hearing, earlyDeletions);
        this.caseworkWords = new CaseworkWords(authorities, decisions, holds, outcomes);
        this.dateNotices =
                new DateNotices(ground.jdbi, ground.catalogue, ground.notices, ground.policy::retention, ground.clock);
    }

    /** Leaves a trace if {@code authorities.yaml} says something else than before. */
    void noteAuthorities() {
        new AuthorityChanges(ground.jdbi, ground.ledger, ground.notices, ground.clock).note(authorities);
    }

    void addTo(Map<String, Object> beans) {
        beans.put("caseworkWords", caseworkWords);
        beans.put("dateNotices", dateNotices);
    }
}
