package org.docket.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One call to a vault, as a {@link FaultyVault} saw it.
 *
 * @param blob name within the container; empty if the call is about no blob
 * @param block id of the block that was put; empty for other calls
 * @param bytes length of the body
 * @param done what the vault answered; 0 if it was not asked or did not answer
 * @param heard what the caller was answered; 0 if nothing
 * @param nanos when the call came, on the scale of {@link System#nanoTime()}
 */
public record VaultCall(Kind kind, String blob, String block, long bytes, int done, int heard, long nanos) {
    private static final int CREATED = 201;

    /** What is asked of the Blob service. */
    public enum Kind {
        PUT_BLOB,
        PUT_BLOCK,
        PUT_BLOCK_LIST,
        GET_BLOCK_LIST,
        HEAD_BLOB,
        GET_BLOB,
        DELETE_BLOB,
        /** A call for many deletions. */
        BATCH,
        /** Anything about containers or the account. */
        OTHER;

        static Kind of(String method, Target target) {
            if ("batch".equals(target.query().get("comp"))) {
                return BATCH;
            }
            if (target.blob().isEmpty() || target.query().containsKey("restype")) {
                return OTHER;
            }
            return switch (method + " " + target.query().getOrDefault("comp", "")) {
                case "PUT " -> PUT_BLOB;
                case "PUT block" -> PUT_BLOCK;
                case "PUT blocklist" -> PUT_BLOCK_LIST;
                case "GET blocklist" -> GET_BLOCK_LIST;
                case "HEAD " -> HEAD_BLOB;
                case "GET " -> GET_BLOB;
                case "DELETE " -> DELETE_BLOB;
                default -> OTHER;
            };
        }
    }

    /** Whether the vault took what was put. */
    public boolean isTaken() {
        return done == CREATED;
    }

    /**
     * What a call is about.
     *
     * @param blob name within the container; empty if there is none
     */
    record Target(String blob, Map<String, String> query) {
        /** Reads {@code /account/container/blob?query}. */
        static Target parse(String text) {
            URI uri = URI.create(text);
            String[] parts = uri.getRawPath().split("/", 4);
            return new Target(parts.length < 4 ? "" : decoded(parts[3]), query(uri.getRawQuery()));
        }

        private static Map<String, String> query(String text) {
            return text == null
                    ? Map.of()
                    : Arrays.stream(text.split("&", -1))
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(
                                    pair -> decoded(pair[0]),
                                    pair -> pair.length == 1 ? "" : decoded(pair[1]),
                                    (first, second) -> first));
        }

        private static String decoded(String text) {
            // Not a form: a plus sign is one.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}
