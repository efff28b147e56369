package org.docket;

import java.util.Map;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.RecordingSearch;
import org.docket.console.ActsApi;
import org.docket.console.ApiDocument;
import org.docket.console.ApiExchange;
import org.docket.console.ApiFailures;
import org.docket.console.CategoriesApi;
import org.docket.console.DocumentApi;
import org.docket.console.HandoversApi;
import org.docket.console.IncidentApi;
import org.docket.console.KeepingApi;
import org.docket.console.PurgeApi;
import org.docket.console.QuarantineApi;
import org.docket.console.RecordingViews;
import org.docket.console.RecordingsApi;
import org.docket.console.RequestsApi;
import org.docket.console.RulebooksApi;
import org.docket.console.StatusApi;
import org.docket.console.SystemsApi;
import org.docket.console.Visitors;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerVerifier;
import org.docket.monitoring.Verification;
import org.docket.retention.EarlyRequests;

/** What the routes of REST speak of: one bean for each part of it. */
final class RestWiring {
    private final Docket docket;
    private final Ground ground;
    private final CaseworkWiring casework;
    private final PurgeWiring purge;

    RestWiring(Docket docket, Ground ground, CaseworkWiring casework, PurgeWiring purge) {
        this.docket = docket;
        this.ground = ground;
        this.casework = casework;
        this.purge = purge;
    }

    void addTo(Map<String, Object> beans) {
        beans.put("apiExchange", new ApiExchange());
        beans.put(
                "apiFailures",
                new ApiFailures(ground.settings.read(HubConfiguration.class).httpPatience()));
        beans.put("visitors", new Visitors(docket.authorities(), ground.clock));
        beans.put("statusApi", new StatusApi(docket));
        beans.put("categoriesApi", new CategoriesApi(() -> ground.policy.now().retention()));
        beans.put(
                "documentApi",
                new DocumentApi(ApiDocument.load(ground.settings.install().resolve("docs/api"))));
        beans.put("rulebooksApi", new RulebooksApi(ground.rulebooks));
        beans.put("requestsApi", new RequestsApi(new EarlyRequests(ground.asked)));
        beans.put("quarantineApi", new QuarantineApi(docket.quarantine()));
        beans.put("handoversApi", new HandoversApi(casework.handovers, casework.askedHandovers, casework.systems));
        beans.put(
                "systemsApi",
                new SystemsApi(casework.systems, casework.askedHandovers, casework.relaying, ground.clock));
        addRecordings(beans, views());
    }

    private void addRecordings(Map<String, Object> beans, RecordingViews views) {
        beans.put(
                "recordingsApi",
                new RecordingsApi(
                        ground.catalogue,
                        new RecordingSearch(ground.asked),
                        views,
                        docket.explanations(),
                        docket.holds()));
        beans.put(
                "actsApi", new ActsApi(ground.catalogue, docket.decisions(), docket.holds(), docket.outcomes(), views));
        beans.put(
                "keepingApi",
                new KeepingApi(ground.catalogue, docket.retrievals(), purge.certificates, verification(), views));
        beans.put("incidentApi", new IncidentApi(ground.catalogue, docket.incidentWord(), views));
        beans.put(
                "purgeApi", new PurgeApi(purge.purge, purge.askedPlanner, purge::wouldStopAsked, views, ground.clock));
    }

    private RecordingViews views() {
        return new RecordingViews(
                docket.holds(),
                docket.outbox(),
                docket.retries(),
                ground.ledger,
                docket.candidates(),
                docket::keepings);
    }

    private Verification verification() {
        return new Verification(
                new Catalogue(ground.asked), new Ledger(ground.asked), new LedgerVerifier(ground.asked), ground.vault);
    }
}
