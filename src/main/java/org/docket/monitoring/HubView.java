package org.docket.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.docket.catalogue.Catalogue;
import org.jspecify.annotations.Nullable;

/** Shows the hub as a whole. */
public final class HubView implements HubMXBean {
    /** How many times as long as it took to count, nothing is counted again. */
    private static final int COUNTING = 100;

    private final Catalogue catalogue;
    private final Clock clock;
    private final Policy policy;
    private final String brokerUrl;
    private final Instant startedAt;
    private volatile @Nullable Counted counted;

    /** Recordings by state, and until when they are not counted again. */
    private record Counted(Map<String, Long> numbers, Instant until) {}

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

    /** Whoever looks every few seconds gets the same numbers for a while: a hundredth of the time at most goes into counting. */
    @Override
    public Map<String, Long> getRecordingsByState() {
        Counted known = counted;
        Instant began = clock.instant();
        if (known == null || !began.isBefore(known.until())) {
            Map<String, Long> counts = new TreeMap<>();
            catalogue.counts().forEach((state, number) -> counts.put(state.name(), number));
            Instant ended = clock.instant();
            known = new Counted(
                    counts, ended.plus(Duration.between(began, ended).multipliedBy(COUNTING)));
            counted = known;
        }
        return known.numbers();
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
