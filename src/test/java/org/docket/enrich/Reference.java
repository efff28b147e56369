package org.docket.enrich;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.docket.catalogue.Location;
import org.jspecify.annotations.Nullable;

/**
 * What ffprobe 5.1.9, exiftool 12.57 and mediainfo 23.04 say of one recording: a row of {@code footage/reference}. What
 * they do not agree on stands in the column {@code disagreements}; the value of a row is then the one that the bytes bear
 * out.
 */
record Reference(Map<String, String> columns) {
    private static final Pattern NUMBER = Pattern.compile("[\\d.]+");

    static List<Reference> real() {
        return rows("real.tsv");
    }

    static List<Reference> bad() {
        return rows("bad.tsv");
    }

    private static List<Reference> rows(String name) {
        try {
            List<String> lines = Files.readAllLines(Footage.reference(name));
            String[] heads = lines.get(0).split("\t", -1);
            List<Reference> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split("\t", -1);
                Map<String, String> columns = new HashMap<>();
                for (int i = 0; i < heads.length; i++) {
                    columns.put(heads[i], cells[i]);
                }
                rows.add(new Reference(columns));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return columns.get("name");
    }

    Path recording() {
        return Footage.recording(name());
    }

    double decimal(String column) {
        return Double.parseDouble(columns.get(column).replaceAll(" .*", ""));
    }

    int number(String column) {
        Matcher matcher = NUMBER.matcher(columns.get(column));
        if (!matcher.find()) {
            throw new IllegalStateException(name() + " has no " + column);
        }
        return Integer.parseInt(matcher.group());
    }

    /** The value, without the tools that say so; null where they say nothing. */
    @Nullable
    String text(String column) {
        String text = columns.get(column).replaceAll("\\s*\\[.*", "");
        return text.isEmpty() || text.equals("none") ? null : text;
    }

    @Nullable
    Instant createdAt() {
        String text = text("creation_time_utc");
        return text == null ? null : Instant.parse(text);
    }

    /** The four-character code, or the codec's name where the container has one code for many. */
    @Nullable
    String codec(String column) {
        String text = text(column);
        return text == null ? null : text.replaceAll(" .*", "").replaceAll(".*/", "");
    }

    /** The first fix; null where there is none, and 0,0 is none. */
    @Nullable
    Location place() {
        String lat = text("gps_first_lat");
        String lon = text("gps_first_lon");
        if (lat == null || lon == null || (Double.parseDouble(lat) == 0 && Double.parseDouble(lon) == 0)) {
            return null;
        }
        return new Location(Double.parseDouble(lat), Double.parseDouble(lon));
    }

    @Override
    public String toString() {
        return name();
    }
}
