package org.docket.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Blob Batch: several requests in the parts of one body (RFC 2046, multipart/mixed), and their answers in the parts of one answer.
 */
final class SinkBatch {
    private static final int MOST = 256;
    private static final String END = "\r\n";
    private static final String ID = "content-id: ";

    private SinkBatch() {}

    /** A part with the id that its answer has to bear. */
    private record Part(String id, SinkRequest request) {}

    static SinkAnswer of(SinkRequest batch, String body, Function<SinkRequest, SinkAnswer> each) {
        String type = batch.headers().getOrDefault("content-type", "");
        int boundary = type.indexOf("boundary=");
        List<Part> parts =
                boundary < 0 ? List.of() : parts(body, "--" + type.substring(boundary + "boundary=".length()));
        if (parts.isEmpty()) {
            return SinkAnswer.refused(400, "InvalidInput");
        } else if (parts.size() > MOST) {
            return SinkAnswer.refused(400, "ExceedsMaxBatchRequestCount");
        }
        String answered = "batchresponse_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append("--")
                    .append(answered)
                    .append(END)
                    .append("Content-Type: application/http")
                    .append(END);
            text.append("Content-ID: ").append(part.id()).append(END).append(END);
            append(text, each.apply(part.request()));
        }
        text.append("--").append(answered).append("--").append(END);
        return new SinkAnswer(202, new LinkedHashMap<>(), SinkAnswer.Content.of(text.toString()))
                .with("Content-Type", "multipart/mixed; boundary=" + answered);
    }

    private static List<Part> parts(String body, String delimiter) {
        List<Part> parts = new ArrayList<>();
        int begin = body.indexOf(delimiter + END);
        while (begin >= 0) {
            int next = body.indexOf(delimiter, begin + delimiter.length());
            if (next < 0) {
                return List.of();
            }
            String part = body.substring(begin + delimiter.length() + END.length(), next);
            int head = part.indexOf(END + END);
            int id = part.regionMatches(true, 0, ID, 0, ID.length()) ? 0 : lineOf(part, head);
            if (head < 0 || id < 0) {
                return List.of();
            }
            int idEnd = part.indexOf(END, id);
            parts.add(new Part(
                    part.substring(id + ID.length(), idEnd).strip(),
                    SinkRequest.of(part.substring(head + 2 * END.length()).strip())));
            begin = body.startsWith(delimiter + END, next) ? next : -1;
        }
        return parts;
    }

    /** Where the line with the id begins, among those before the empty one; -1 if there is none. */
    private static int lineOf(String part, int head) {
        for (int line = 0; line >= 0 && line < head; ) {
            if (part.regionMatches(true, line, ID, 0, ID.length())) {
                return line;
            }
            int end = part.indexOf(END, line);
            line = end < 0 ? -1 : end + END.length();
        }
        return -1;
    }

    private static void append(StringBuilder text, SinkAnswer answer) {
        text.append("HTTP/1.1 ").append(answer.status()).append(" Answered").append(END);
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            text.append(header.getKey()).append(": ").append(header.getValue()).append(END);
        }
        text.append("x-ms-request-id: 0").append(END).append(END);
        SinkAnswer.Content content = answer.content();
        if (content.length() > 0) {
            text.append(StandardCharsets.UTF_8.decode(content.bytes().duplicate()))
                    .append(END);
        }
    }
}
