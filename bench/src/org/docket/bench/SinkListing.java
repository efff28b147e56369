package org.docket.bench;

import java.util.Map;
import java.util.TreeSet;

/** List Blobs, all on one page. */
final class SinkListing {
    private SinkListing() {}

    static SinkAnswer of(SinkContainer container, SinkRequest request) {
        String prefix = request.query().getOrDefault("prefix", "");
        String delimiter = request.query().getOrDefault("delimiter", "");
        StringBuilder xml = new StringBuilder("<EnumerationResults><Blobs>");
        TreeSet<String> folders = new TreeSet<>();
        for (Map.Entry<String, SinkBlob> entry :
                container.blobs().tailMap(prefix).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(prefix)) {
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
                xml.append("</Blobs><NextMarker/></EnumerationResults>").toString());
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
