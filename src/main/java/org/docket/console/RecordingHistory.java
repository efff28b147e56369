package org.docket.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** One recording with its whole history: the fields of {@link RecordingView}, and {@code ledger} beside them. */
public record RecordingHistory(@JsonUnwrapped RecordingView recording, List<LedgerView> ledger) {}
