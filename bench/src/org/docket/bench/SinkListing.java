package org.docket.bench;

import java.util.Map;
import java.util.TreeSet;

/** List Blobs, page by page; what is grouped by a delimiter is all on one page. */
final class SinkListing {
    private static final int LARGEST_PAGE = 5_000;

    private SinkListing() {}

    static SinkAnswer of(SinkContainer container, SinkRequest request) {
        String prefix = request.query().getOrDefault("prefix", "");
        String delimiter = request.query().getOrDefault("delimiter", "");
        String marker = request.query().getOrDefault("marker", "");
        int room = delimiter.isEmpty()
                ? Integer.parseInt(request.query().getOrDefault("maxresults", String.valueOf(LARGEST_PAGE)))
                : Integer.MAX_VALUE;
        String next = "";
        StringBuilder xml = new StringBuilder("<EnumerationResults><Blobs>");
        TreeSet<String> folders = new TreeSet<>();
        for (Map.Entry<String, SinkBlob> entry :
                container.blobs().tailMap(marker.isEmpty() ? prefix : marker).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(prefix)) {
                break;
            }
            if (room-- == 0) {
                next = name;
                break;
            }
            int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            if (end < 0) {
                append(xml, name, entry.getValue());
            } else {
                folders.add(name.substring(0, end + delimiter.length()));
            }
        }
        folders.forEach(folder ->
                xml.append("<BlobPrefix><Name>").append(escaped(folder)).append("</Name></BlobPrefix>"));
        return SinkAnswer.xml(
                xml.append("</Blobs><NextMarker>").append(escaped(next)).append("</NextMarker></EnumerationResults>").toString());
    }

    private static void append(StringBuilder xml, String name, SinkBlob blob) {
        xml.append("<Blob><Name>").append(escaped(name)).append("</Name><Properties>");
        element(xml, "Creation-Time", blob.modified());
        element(xml, "Last-Modified", blob.modified());
        element(xml, "Etag", blob.etag());
        element(xml, "Content-Length", Long.toString(blob.length()));
        element(xml, "Content-Type", blob.headers().getOrDefault("Content-Type", ""));
        element(xml, "Content-MD5", blob.headers().getOrDefault("Content-MD5", ""));
        element(xml, "BlobType", "BlockBlob");
        xml.append("</Properties><Metadata>");
        blob.headers().forEach((header, value) -> {
            if (header.startsWith("x-ms-meta-")) {
                element(xml, header.substring("x-ms-meta-".length()), value);
            }
        });
        xml.append("</Metadata></Blob>");
    }

    private static void element(StringBuilder xml, String name, String value) {
        xml.append('<')
                .append(name)
                .append('>')
                .append(escaped(value))
                .append("</")
                .append(name)
                .append('>');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
