package org.docket.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.docket.enrich.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * One recording with its whole history: the fields of {@link RecordingView}, and {@code incidentCandidates}, {@code ledger} and {@code
 * certificate} beside them.
 *
 * @param incidentCandidates the incidents that fit by officer and time, the best first
 * @param certificate of its disposal; absent if there is none
 */
public record RecordingHistory(
        @JsonUnwrapped RecordingView recording,
        List<Candidate> incidentCandidates,
        List<LedgerView> ledger,
        @Nullable CertificateView certificate) {
    /** The same with the certificate of its disposal. */
    public RecordingHistory with(@Nullable CertificateView found) {
        return new RecordingHistory(recording, incidentCandidates, ledger, found);
    }
}
