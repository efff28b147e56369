package org.docket.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.docket.monitoring.FixityCheck.Checked;
import org.docket.monitoring.Reconciliation.Reconciled;

/** Shows what the last looks at the vault came to. */
public final class CustodyView implements CustodyMXBean {
    private final Reconciliation reconciliation;
    private final FixityCheck fixity;
    private final Clock clock;

    public CustodyView(Reconciliation reconciliation, FixityCheck fixity, Clock clock) {
        this.reconciliation = reconciliation;
        this.fixity = fixity;
        this.clock = clock;
    }

    @Override
    public String getLastReconciliation() {
        return reconciliation.latest().map(last -> last.endedAt().toString()).orElse("");
    }

    @Override
    public long getCataloguedRecordings() {
        return reconciliation
                .latest()
                .map(Reconciled::counts)
                .map(Reconciliation.Counts::catalogued)
                .orElse(0L);
    }

    @Override
    public long getListedBlobs() {
        return reconciliation
                .latest()
                .map(Reconciled::counts)
                .map(Reconciliation.Counts::listed)
                .orElse(0L);
    }

    @Override
    public Map<String, Long> getStandingFindings() {
        Map<String, Long> counts = new TreeMap<>();
        reconciliation.findings().standingByKind().forEach((kind, number) -> counts.put(kind.name(), number));
        return counts;
    }

    @Override
    public String getLastFixityCheck() {
        return fixity.latest().map(last -> last.endedAt().toString()).orElse("");
    }

    @Override
    public String getFixityCheckEndedBy() {
        return fixity.latest()
                .map(last -> last.endedBy().name().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    @Override
    public long getReadRecordings() {
        return fixity.latest().map(Checked::recordings).orElse(0L);
    }

    @Override
    public long getReadBytes() {
        return fixity.latest().map(Checked::bytes).orElse(0L);
    }

    @Override
    public long getUnreadRecordings() {
        return fixity.latest().map(last -> last.coverage().unread()).orElse(0L);
    }

    @Override
    public long getOldestReadSeconds() {
        Optional<Instant> oldest = fixity.latest()
                .flatMap(last -> Optional.ofNullable(last.coverage().oldest()));
        return oldest.map(at -> Duration.between(at, clock.instant()).toSeconds())
                .orElse(0L);
    }
}
