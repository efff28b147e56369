package org.docket.bench;

import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls that the sink knows: those that Docket makes and those that rclone makes, as the Azure Blob service answers them. */
final class SinkCalls {
    /** The figure that counts the bytes that were compared with a checksum. */
    static final String CHECKED = "bytes.checked";

    private static final Pattern BLOCK_ID = Pattern.compile("<(Latest|Uncommitted|Committed)>([^<]+)</");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final boolean check;
    private final boolean keep;
    private final Map<String, SinkContainer> containers = new ConcurrentHashMap<>();
    private final SinkFigures figures = new SinkFigures();
    private final AtomicLong number = new AtomicLong();

    SinkCalls(boolean check, boolean keep) {
        this.check = check;
        this.keep = keep;
    }

    /** Puts blobs into a container without a call for each; it is made if it is not there. */
    void fill(String container, Map<String, SinkBlob> blobs) {
        SinkContainer filled = containers.computeIfAbsent(container, name -> new SinkContainer());
        blobs.forEach((name, blob) -> filled.put(name, blob, false));
    }

    /** What the body of that request is to be put into. */
    SinkBody body(SinkRequest request) {
        return new SinkBody(request, check, keep || !isContent(request));
    }

    /** Whether the body is of a recording; any other body is a few lines that say what to do. */
    private static boolean isContent(SinkRequest request) {
        return request.method().equals("PUT")
                && !request.blob().isEmpty()
                && !"blocklist".equals(request.query().get("comp"));
    }

    SinkAnswer answer(SinkRequest request, SinkBody body) {
        SinkAnswer answer = body.refusal();
        if (answer == null) {
            answer = request.container().isEmpty() ? account(request) : container(request, body);
        }
        if (isContent(request)) {
            figures.count(body.isChecked() ? CHECKED : "bytes.unchecked", body.length());
        }
        figures.count("calls." + request.method() + '.' + request.query().getOrDefault("comp", "blob"), 1);
        return answer.with("x-ms-version", request.headers().getOrDefault("x-ms-version", "2021-12-02"))
                .with("x-ms-request-id", Long.toString(number.incrementAndGet()))
                .with("Date", now());
    }

    private SinkAnswer account(SinkRequest request) {
        if (request.account().equals("figures")) {
            return SinkAnswer.text(figures.take());
        }
        StringBuilder xml = new StringBuilder("<EnumerationResults><Containers>");
        containers.keySet().forEach(name -> xml.append("<Container><Name>")
                .append(name)
                .append("</Name><Properties><Last-Modified>")
                .append(now())
                .append("</Last-Modified><Etag>\"0\"</Etag></Properties></Container>"));
        return SinkAnswer.xml(
                xml.append("</Containers><NextMarker/></EnumerationResults>").toString());
    }

    private SinkAnswer container(SinkRequest request, SinkBody body) {
        SinkContainer container = containers.get(request.container());
        if (request.blob().isEmpty()
                && request.method().equals("PUT")
                && request.query().get("comp") == null) {
            return containers.putIfAbsent(request.container(), new SinkContainer()) == null
                    ? SinkAnswer.of(201).with("ETag", "\"0\"").with("Last-Modified", now())
                    : SinkAnswer.refused(409, "ContainerAlreadyExists");
        }
        if (container == null) {
            return SinkAnswer.refused(404, "ContainerNotFound");
        }
        if (!request.blob().isEmpty()) {
            return blob(container, request, body);
        }
        if (request.asks("comp", "list")) {
            return SinkListing.of(container, request);
        }
        if (request.method().equals("POST") && request.asks("comp", "fill")) {
            return fill(container, body);
        }
        if (request.method().equals("POST") && request.asks("comp", "batch")) {
            return SinkBatch.of(request, body.text(), one -> ofBatch(request, one));
        }
        if (request.method().equals("DELETE")) {
            containers.remove(request.container());
            return SinkAnswer.of(202);
        }
        return SinkAnswer.of(200).with("ETag", "\"0\"").with("Last-Modified", now());
    }

    private SinkAnswer blob(SinkContainer container, SinkRequest request, SinkBody body) {
        return switch (request.method() + ' ' + request.query().getOrDefault("comp", "")) {
            case "PUT " -> put(container, request, Map.of(), body.length(), body.kept());
            case "PUT block" -> stage(container, request, body);
            case "PUT blocklist" -> commit(container, request, body);
            case "GET blocklist" -> blockList(container, request);
            case "HEAD ", "GET " -> get(container, request);
            case "DELETE " -> delete(container, request);
            default -> SinkAnswer.refused(501, "NotImplemented");
        };
    }

    /** For benchmarks, no call of the service: an empty blob under every name that stands on a line. */
    private SinkAnswer fill(SinkContainer container, SinkBody body) {
        String etag = "\"0x" + Long.toHexString(number.incrementAndGet()) + '"';
        SinkBlob blob = new SinkBlob(0, Map.of(), Map.of(), etag, now(), null);
        body.text().lines().forEach(name -> container.put(name, blob, false));
        return SinkAnswer.of(201);
    }

    /** Only deletions in the container that the batch was sent to, as the service has it. */
    private SinkAnswer ofBatch(SinkRequest batch, SinkRequest one) {
        figures.count("calls.batched." + one.method(), 1);
        SinkContainer container = containers.get(batch.container());
        boolean fits = one.method().equals("DELETE") && one.container().equals(batch.container());
        return fits && container != null ? delete(container, one) : SinkAnswer.refused(400, "InvalidInput");
    }

    private SinkAnswer stage(SinkContainer container, SinkRequest request, SinkBody body) {
        String id = request.query().get("blockid");
        if (id == null) {
            return SinkAnswer.refused(400, "InvalidQueryParameterValue");
        }
        container.stage(request.blob(), id, new SinkBlock(body.length(), body.kept()));
        return echoed(request, SinkAnswer.of(201));
    }

    private SinkAnswer commit(SinkContainer container, SinkRequest request, SinkBody body) {
        Map<String, SinkBlock> known = new LinkedHashMap<>();
        SinkBlob present = container.blob(request.blob());
        if (present != null) {
            known.putAll(present.blocks());
        }
        known.putAll(container.uncommitted(request.blob()));
        Map<String, SinkBlock> blocks = new LinkedHashMap<>();
        long length = 0;
        for (Matcher id = BLOCK_ID.matcher(body.text()); id.find(); ) {
            SinkBlock block = known.get(id.group(2));
            if (block == null) {
                return SinkAnswer.refused(400, "InvalidBlockList");
            }
            blocks.put(id.group(2), block);
            length += block.length();
        }
        return put(container, request, blocks, length, keep ? joined(blocks, Math.toIntExact(length)) : null);
    }

    private static ByteBuffer joined(Map<String, SinkBlock> blocks, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (SinkBlock block : blocks.values()) {
            ByteBuffer kept = block.kept();
            if (kept != null) {
                bytes.put(kept.duplicate());
            }
        }
        return bytes.flip();
    }

    private SinkAnswer put(
            SinkContainer container,
            SinkRequest request,
            Map<String, SinkBlock> blocks,
            long length,
            @Nullable ByteBuffer kept) {
        String etag = "\"0x" + Long.toHexString(number.incrementAndGet()) + '"';
        SinkBlob blob = new SinkBlob(length, blocks, shown(request), etag, now(), kept);
        if (!container.put(request.blob(), blob, "*".equals(request.header("if-none-match")))) {
            return SinkAnswer.refused(409, "BlobAlreadyExists");
        }
        return echoed(request, SinkAnswer.of(201)).with("ETag", etag).with("Last-Modified", blob.modified());
    }

    /** The headers that come back with the blob. */
    private static Map<String, String> shown(SinkRequest request) {
        Map<String, String> shown = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-ms-meta-")) {
                shown.put(name, value);
            }
        });
        shown.put("Content-Type", request.headers().getOrDefault("x-ms-blob-content-type", "application/octet-stream"));
        String md5 = request.header("x-ms-blob-content-md5");
        if (md5 != null) {
            shown.put("Content-MD5", md5);
        }
        return shown;
    }

    private static SinkAnswer echoed(SinkRequest request, SinkAnswer answer) {
        for (String name : new String[] {"content-md5", "x-ms-content-crc64"}) {
            String value = request.header(name);
            if (value != null) {
                answer.with(name, value);
            }
        }
        return answer.with("x-ms-request-server-encrypted", "true");
    }

    private static SinkAnswer blockList(SinkContainer container, SinkRequest request) {
        SinkBlob blob = container.blob(request.blob());
        Map<String, SinkBlock> uncommitted = container.uncommitted(request.blob());
        if (blob == null && uncommitted.isEmpty()) {
            return SinkAnswer.refused(404, "BlobNotFound");
        }
        String type = request.query().getOrDefault("blocklisttype", "committed");
        StringBuilder xml = new StringBuilder("<BlockList>");
        if (!type.equals("uncommitted")) {
            append(xml, "CommittedBlocks", blob == null ? Map.of() : blob.blocks());
        }
        if (!type.equals("committed")) {
            append(xml, "UncommittedBlocks", uncommitted);
        }
        return SinkAnswer.xml(xml.append("</BlockList>").toString());
    }

    private static void append(StringBuilder xml, String name, Map<String, SinkBlock> blocks) {
        xml.append('<').append(name).append('>');
        blocks.forEach((id, block) -> xml.append("<Block><Name>")
                .append(id)
                .append("</Name><Size>")
                .append(block.length())
                .append("</Size></Block>"));
        xml.append("</").append(name).append('>');
    }

    private static SinkAnswer get(SinkContainer container, SinkRequest request) {
        SinkBlob blob = container.blob(request.blob());
        if (blob == null) {
            return SinkAnswer.refused(404, "BlobNotFound");
        }
        String range =
                request.headers().getOrDefault("x-ms-range", request.headers().getOrDefault("range", ""));
        Matcher part = RANGE.matcher(range);
        boolean partial = request.method().equals("GET") && part.matches();
        long from = partial ? Long.parseLong(part.group(1)) : 0;
        long end = partial && !part.group(2).isEmpty()
                ? Math.min(blob.length(), Long.parseLong(part.group(2)) + 1)
                : blob.length();
        if (partial && from >= blob.length()) {
            return SinkAnswer.refused(416, "InvalidRange").with("Content-Range", "bytes */" + blob.length());
        }
        ByteBuffer kept = blob.kept();
        ByteBuffer bytes =
                kept == null ? ByteBuffer.allocate(0) : kept.slice(Math.toIntExact(from), Math.toIntExact(end - from));
        SinkAnswer.Content content = new SinkAnswer.Content(bytes, end - from);
        SinkAnswer answer = new SinkAnswer(partial ? 206 : 200, new LinkedHashMap<>(blob.headers()), content);
        if (partial) {
            answer.with("Content-Range", "bytes " + from + '-' + (end - 1) + '/' + blob.length());
        }
        return answer.with("ETag", blob.etag())
                .with("Last-Modified", blob.modified())
                .with("x-ms-creation-time", blob.modified())
                .with("x-ms-blob-type", "BlockBlob")
                .with("x-ms-server-encrypted", "true")
                .with("Accept-Ranges", "bytes");
    }

    private static SinkAnswer delete(SinkContainer container, SinkRequest request) {
        SinkBlob blob = container.blob(request.blob());
        if (blob == null) {
            return SinkAnswer.refused(404, "BlobNotFound");
        }
        // Clients give the tag with its quotes and without.
        String etag = request.headers().getOrDefault("if-match", "*").replace("\"", "");
        boolean matches = etag.equals("*") || blob.etag().equals('"' + etag + '"');
        return matches && container.remove(request.blob(), blob)
                ? SinkAnswer.of(202)
                : SinkAnswer.refused(412, "ConditionNotMet");
    }

    private static String now() {
        return DateTimeFormatter.RFC_1123_DATE_TIME
                .format(ZonedDateTime.now(ZoneOffset.UTC))
                .replaceFirst(" (\\d) ", " 0$1 ");
    }
}
