package org.docket.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.LedgerEntry;
import org.jspecify.annotations.Nullable;

/**
 * What the custody ledger says of one recording, to be held against the catalogue.
 *
 * @param deposit details of the deposit; missing if there was none
 * @param disposed whether it says that the recording was disposed of
 */
record History(JsonNode deposit, boolean disposed) {
    static final String DEPOSITED = "deposited";
    private static final String DISPOSED = "disposed";

    static History of(List<LedgerEntry> entries) {
        JsonNode deposit = entries.stream()
                .filter(entry -> entry.act().equals(DEPOSITED))
                .reduce((first, last) -> last)
                .map(entry -> read(entry.details()))
                .orElse(MissingNode.getInstance());
        return new History(
                deposit, entries.stream().anyMatch(entry -> entry.act().equals(DISPOSED)));
    }

    private static JsonNode read(String details) {
        try {
            return Json.MAPPER.readTree(details);
        } catch (JsonProcessingException e) {
            // The chain tells that the entry was changed; here it says nothing.
            return MissingNode.getInstance();
        }
    }

    /** The hash that was deposited. */
    Optional<String> sha256() {
        return Optional.ofNullable(deposit.path("sha256").textValue());
    }

    /** What the catalogue says otherwise, one sentence each. */
    List<String> disagreements(Recording recording) {
        List<String> found = new ArrayList<>();
        if (deposit.isMissingNode()) {
            found.add("the catalogue says " + recording.state() + ", but its history has no readable deposit");
            return found;
        }
        compare("SHA-256", recording.sha256(), deposit.path("sha256").asText(), found);
        compare("blob", recording.blob(), deposit.path("blob").asText(), found);
        compare("length", recording.bytes(), deposit.path("bytes").asLong(), found);
        if (disposed != (recording.state() == RecordingState.DISPOSED)) {
            found.add("the catalogue says " + recording.state() + ", but its history says that it was "
                    + (disposed ? "" : "not ") + "disposed of");
        }
        return found;
    }

    private static void compare(String what, @Nullable Object catalogued, Object deposited, List<String> found) {
        if (!deposited.equals(catalogued)) {
            found.add("the catalogue says that its " + what + " is " + catalogued + ", its history " + deposited);
        }
    }
}
