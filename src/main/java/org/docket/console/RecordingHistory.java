package org.docket.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.docket.enrich.Candidate;

/**
 * One recording with its whole history: the fields of {@link RecordingView}, and {@code incidentCandidates} and {@code ledger} beside
 * them.
 *
 * @param incidentCandidates the incidents that fit by officer and time, the best first
 */
public record RecordingHistory(
        @JsonUnwrapped RecordingView recording, List<Candidate> incidentCandidates, List<LedgerView> ledger) {}
