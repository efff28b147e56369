package org.docket.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.docket.catalogue.Catalogue;

/** Shows the hub as a whole. */
public final class HubView implements HubMXBean {
    private final Catalogue catalogue;
    private final Clock clock;
    private final Supplier<String> policyVersion;
    private final String brokerUrl;
    private final Instant startedAt;

    public HubView(Catalogue catalogue, Clock clock, Supplier<String> policyVersion, String brokerUrl) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.policyVersion = policyVersion;
        this.brokerUrl = brokerUrl;
        this.startedAt = clock.instant();
    }

    @Override
    public String getStartedAt() {
        return startedAt.toString();
    }

    @Override
    public long getUptimeSeconds() {
        return Duration.between(startedAt, clock.instant()).toSeconds();
    }

    @Override
    public Map<String, Long> getRecordingsByState() {
        Map<String, Long> counts = new TreeMap<>();
        catalogue.counts().forEach((state, number) -> counts.put(state.name(), number));
        return counts;
    }

    @Override
    public String getPolicyVersion() {
        return policyVersion.get();
    }

    @Override
    public String getBrokerUrl() {
        return brokerUrl;
    }
}
