package org.docket.enrich;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A roster in a CSV file. It is read again when it has changed and has then stayed the same from one look to the next. */
final class RosterFile implements RosterSource {
    private final Path path;
    private @Nullable Version seen;
    private @Nullable Version read;

    RosterFile(Path path) {
        this.path = path;
    }

    private record Version(
            boolean there,
            long bytes,
            @Nullable FileTime modified,
            @Nullable Object key) {}

    @Override
    public Look look() {
        try {
            Version now = version();
            // Whoever begins with a roster does not wait; a file that ends in the middle would only be a shorter
            // roster.
            boolean settled = seen == null || now.equals(seen);
            seen = now;
            if (!settled || now.equals(read)) {
                return new Look.Same();
            }
            Look look = now.there() ? read() : new Look.Refused("there is no such file");
            if (!version().equals(now)) {
                return new Look.Same();
            }
            read = now;
            return look;
        } catch (IOException e) {
            return new Look.Refused("it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private Version version() throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(file.isRegularFile(), file.size(), file.lastModifiedTime(), file.fileKey());
        } catch (NoSuchFileException e) {
            return new Version(false, 0, null, null);
        }
    }

    private Look read() throws IOException {
        RosterEntries entries = new RosterEntries();
        // A link may lead to where the roster is.
        try (CsvFile file = CsvFile.open(path.toRealPath(), RosterEntries.COLUMNS)) {
            for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
                add(entries, row.get());
            }
            return new Look.Read(entries.all());
        } catch (CsvFile.Unreadable | RosterEntries.Refused e) {
            return new Look.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static void add(RosterEntries entries, CsvFile.Row row) throws RosterEntries.Refused {
        String where = "line " + row.line();
        if (!row.isComplete()) {
            throw new RosterEntries.Refused(where + " has more or fewer values than the header");
        }
        entries.add(where, row.text("id"), row.text("name"), row.text("unit"), row.text("borough"));
    }

    @Override
    public String toString() {
        return "the roster " + path;
    }
}
