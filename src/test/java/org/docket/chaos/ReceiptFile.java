package org.docket.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A receipt as a dock reads it. */
record ReceiptFile(
        String recordingId,
        String dock,
        String name,
        long bytes,
        String sha256,
        String depositedAt,
        String vault,
        String duplicateOf) {
    static final String ENDING = ".receipt.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads one; empty if it is not there. What a receipt does not say is an empty text.
     *
     * @throws IOException if it is no JSON
     */
    static Optional<ReceiptFile> read(Path path) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(new ReceiptFile(
                json.path("recordingId").asText(),
                json.path("dock").asText(),
                json.path("name").asText(),
                json.path("bytes").asLong(-1),
                json.path("sha256").asText(),
                json.path("depositedAt").asText(),
                json.path("vault").asText(),
                json.path("duplicateOf").asText()));
    }

    /** Whether a dock may erase what it fed there, by the contract for docks. */
    boolean fits(Fed fed) {
        return bytes == fed.bytes() && sha256.equals(fed.sha256());
    }
}
