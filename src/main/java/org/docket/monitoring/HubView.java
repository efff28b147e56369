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
    private final Policy policy;
    private final String brokerUrl;
    private final Instant startedAt;

    /**
     * What is asked of the policy.
     *
     * @param version of the policy in force
     * @param rulebook the version of the rulebook in force
     * @param waiting why the files are not in force; empty text if they are
     */
    public record Policy(Supplier<String> version, Supplier<String> rulebook, Supplier<String> waiting) {}

    public HubView(Catalogue catalogue, Clock clock, Policy policy, String brokerUrl) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.policy = policy;
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
        return policy.version().get();
    }

    @Override
    public String getRulebookVersion() {
        return policy.rulebook().get();
    }

    @Override
    public String getPolicyWaiting() {
        return policy.waiting().get();
    }

    @Override
    public String getBrokerUrl() {
        return brokerUrl;
    }
}
