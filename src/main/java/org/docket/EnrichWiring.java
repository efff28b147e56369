package org.docket;

import java.util.Map;
import org.docket.enrich.Candidates;
import org.docket.enrich.ContainerReader;
import org.docket.enrich.EnrichConfiguration;
import org.docket.enrich.Enrichment;
import org.docket.enrich.FfprobeConfiguration;
import org.docket.enrich.IncidentDrops;
import org.docket.enrich.IncidentWord;
import org.docket.enrich.Incidents;
import org.docket.enrich.Matching;
import org.docket.enrich.Roster;

/** What is found out of a recording: its container, its officer, its incident. */
final class EnrichWiring {
    final Roster roster;
    final Enrichment enrichment;
    final Incidents incidents;
    final Matching matching;
    final IncidentWord incidentWord;
    final Candidates candidates;
    private final IncidentDrops incidentDrops;

    EnrichWiring(Ground ground, PolicyWiring policy) {
        EnrichConfiguration configuration = ground.settings.read(EnrichConfiguration.class);
        this.roster =
                Roster.of(configuration, ground.settings.home(), ground.parts.database(), ground.jdbi, ground.notices);
        ContainerReader containers = new ContainerReader(
                ground.clock, ground.settings.read(FfprobeConfiguration.class).ffprobe(ground.clock));
        this.enrichment = new Enrichment(containers, roster::complete);
        this.incidents = new Incidents(ground.jdbi, ground.clock);
        this.incidentDrops = new IncidentDrops(incidents, configuration, ground.jdbi, ground.notices, ground.clock);
        this.matching = new Matching(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                incidents,
                policy.reappraisal,
                ground.notices,
                configuration,
                ground.clock);
        this.incidentWord = new IncidentWord(ground.jdbi, ground.catalogue, ground.ledger, matching, ground.clock);
        this.candidates = new Candidates(ground.jdbi);
    }

    void addTo(Map<String, Object> beans) {
        beans.put("enrichment", enrichment);
        beans.put("incidentDrops", incidentDrops);
        beans.put("incidents", incidents);
        beans.put("matching", matching);
        beans.put("roster", roster);
    }
}
