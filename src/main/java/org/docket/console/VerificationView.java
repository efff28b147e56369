package org.docket.console;

import java.util.List;
import org.docket.monitoring.Verification;
import org.docket.monitoring.Verification.Finding;

/** What was read again and found, as programs read it. */
public record VerificationView(
        boolean verified, long recordings, long ledgerEntries, long blobs, long archived, List<Finding> findings) {
    public static VerificationView of(Verification.Report report) {
        return new VerificationView(
                report.verified(),
                report.recordings(),
                report.ledgerEntries(),
                report.blobs(),
                report.archived(),
                report.findings());
    }
}
