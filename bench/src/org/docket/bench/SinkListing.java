package org.docket.bench;

import java.util.Map;

/** List Blobs. A marker is the name with which the next page begins. */
final class SinkListing {
    private static final int MOST = 5_000;

    private SinkListing() {}

    static SinkAnswer of(SinkContainer container, SinkRequest request) {
        String prefix = request.query().getOrDefault("prefix", "");
        String delimiter = request.query().getOrDefault("delimiter", "");
        String marker = request.query().getOrDefault("marker", "");
        int most = Math.min(MOST, Integer.parseInt(request.query().getOrDefault("maxresults", "" + MOST)));
        StringBuilder xml = new StringBuilder("<EnumerationResults><Blobs>");
        int listed = 0;
        Map.Entry<String, SinkBlob> entry = container.blobs().ceilingEntry(marker.isEmpty() ? prefix : marker);
        while (entry != null && entry.getKey().startsWith(prefix) && listed < most) {
            String name = entry.getKey();
            int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
            if (end < 0) {
                append(xml, name, entry.getValue());
                entry = container.blobs().higherEntry(name);
            } else {
                String folder = name.substring(0, end + delimiter.length());
                xml.append("<BlobPrefix><Name>").append(escaped(folder)).append("</Name></BlobPrefix>");
                entry = container.blobs().ceilingEntry(folder + Character.MAX_VALUE);
            }
            listed++;
        }
        boolean more = entry != null && entry.getKey().startsWith(prefix);
        xml.append("</Blobs><NextMarker>").append(more ? escaped(entry.getKey()) : "");
        return SinkAnswer.xml(xml.append("</NextMarker></EnumerationResults>").toString());
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
