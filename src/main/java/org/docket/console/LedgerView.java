package org.docket.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.docket.catalogue.Json;
import org.docket.custody.LedgerEntry;

/**
 * One act in the history of a recording as programs outside see it.
 *
 * @param details an object; a text if the entry was tampered with so that it is no JSON any more
 */
public record LedgerView(
        int sequence,
        Instant at,
        String actor,
        String act,
        String authority,
        JsonNode details,
        String previousHash,
        String hash) {
    static LedgerView of(LedgerEntry entry) {
        return new LedgerView(
                entry.sequence(),
                entry.at(),
                entry.actor(),
                entry.act(),
                entry.authority(),
                details(entry.details()),
                entry.previousHash(),
                entry.hash());
    }

    private static JsonNode details(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
