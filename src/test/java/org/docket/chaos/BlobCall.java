package org.docket.chaos;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls of the Blob service that concern one recording, as they look on the wire. */
enum BlobCall implements Step {
    PUT_BLOCK,
    PUT_BLOB,
    PUT_BLOCK_LIST,
    /** A block list that names no block: what was sent and not committed is dropped by it. */
    PUT_EMPTY_BLOCK_LIST,
    GET_BLOCK_LIST,
    GET_PROPERTIES,
    DELETE_BLOB;

    /** {@code <yyyy>/<mm>/<dd>/<recordingId>.<ext>}: what else is called is no matter of a recording. */
    private static final Pattern RECORDING =
            Pattern.compile("/(?<name>\\d{4}/\\d\\d/\\d\\d/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.\\w+)$");

    private static final Pattern COMP = Pattern.compile("(?:^|&)comp=(\\w+)");
    private static final Pattern BLOCK = Pattern.compile("(?:^|&)blockid=([^&]+)");

    /** Which call a request is; empty if it does not concern a recording, or only reads it. */
    static Optional<BlobCall> of(HttpRequest request) {
        if (blob(request).isEmpty()) {
            return Optional.empty();
        }
        String comp = comp(request);
        boolean namesBlocks = comp.equals("blocklist")
                && request.getHttpMethod() == HttpMethod.PUT
                && request.getBodyAsBinaryData().toString().contains("<Latest>");
        return Optional.ofNullable(of(request.getHttpMethod(), comp, namesBlocks));
    }

    private static @Nullable BlobCall of(HttpMethod method, String comp, boolean namesBlocks) {
        return switch (method + " " + comp) {
            case "PUT block" -> PUT_BLOCK;
            case "PUT " -> PUT_BLOB;
            case "PUT blocklist" -> namesBlocks ? PUT_BLOCK_LIST : PUT_EMPTY_BLOCK_LIST;
            case "GET blocklist" -> GET_BLOCK_LIST;
            case "HEAD " -> GET_PROPERTIES;
            case "DELETE " -> DELETE_BLOB;
            default -> null;
        };
    }

    /** The name of the recording's blob within its container. */
    static Optional<String> blob(HttpRequest request) {
        Matcher matcher = RECORDING.matcher(decoded(request.getUrl().getPath()));
        return matcher.find() ? Optional.of(matcher.group("name")) : Optional.empty();
    }

    /** The id of the block that is put; empty for other calls. */
    static String block(HttpRequest request) {
        Matcher matcher = BLOCK.matcher(query(request));
        return matcher.find() ? decoded(matcher.group(1)) : "";
    }

    private static String comp(HttpRequest request) {
        Matcher matcher = COMP.matcher(query(request));
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String query(HttpRequest request) {
        String query = request.getUrl().getQuery();
        return query == null ? "" : query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
