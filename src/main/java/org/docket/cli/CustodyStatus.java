package org.docket.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.docket.Docket;
import org.docket.console.Words;
import org.docket.monitoring.FixityCheck.Checked;
import org.docket.monitoring.Found;
import org.docket.monitoring.Reconciliation.Reconciled;
import org.jspecify.annotations.Nullable;

/**
 * What the last looks at the vault came to.
 *
 * @param catalogued recordings whose blob must be in the vault, by the last reconciliation
 * @param listed blobs that the vault listed then
 * @param standing how many findings of each kind stand
 * @param fixity the last fixity check
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CustodyStatus(
        @Nullable Instant reconciledAt,
        long catalogued,
        long listed,
        Map<Found.Kind, Long> standing,
        @Nullable Checked fixity) {

    static CustodyStatus of(Docket docket) {
        Optional<Reconciled> latest = docket.reconciliation().latest();
        return new CustodyStatus(
                latest.map(Reconciled::endedAt).orElse(null),
                latest.map(last -> last.counts().catalogued()).orElse(0L),
                latest.map(last -> last.counts().listed()).orElse(0L),
                docket.reconciliation().findings().standingByKind(),
                docket.fixityCheck().latest().orElse(null));
    }

    /** When vault and catalogue were held against each other, in words. */
    static String reconciled(@Nullable Instant at, long catalogued, long listed) {
        return at == null
                ? "never reconciled"
                : "reconciled " + Words.time(at) + ": " + Words.recordings(catalogued) + " in the catalogue, " + listed
                        + " in the vault";
    }

    /** How many findings stand, in words. */
    static String standing(Map<Found.Kind, Long> standing) {
        long number = standing.values().stream().mapToLong(Long::longValue).sum();
        return number == 0 ? "nothing stands" : number + (number == 1 ? " finding stands" : " findings stand");
    }

    String inWords() {
        return reconciled(reconciledAt, catalogued, listed) + "; " + standing(standing);
    }

    String fixityInWords() {
        Checked last = fixity;
        return last == null
                ? "nothing read again yet"
                : Words.recordings(last.recordings()) + " read again by " + Words.time(last.endedAt()) + ", "
                        + last.altered() + " altered; " + last.coverage().unread() + " of "
                        + last.coverage().deposited() + " never read";
    }
}
