package org.docket.dialect;

import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a dock writes about its recordings. */
public final class Dialect {
    /** Docket's own: the fields of a sidecar under their names, in JSON. */
    public static final Dialect DOCKET = new Dialect(
            "docket",
            new JsonNotation(),
            Arrays.stream(Field.values())
                    .filter(field -> field != Field.DURATION)
                    .collect(Collectors.toMap(
                            Function.identity(),
                            field -> FieldRule.at("/" + field.key().replace('.', '/')))),
            null,
            null);

    private final String name;
    private final Notation notation;
    private final Map<Field, FieldRule> rules;
    private final @Nullable ZoneId zone;
    private final @Nullable Shift shift;

    Dialect(String name, Notation notation, Map<Field, FieldRule> rules, @Nullable ZoneId zone, @Nullable Shift shift) {
        this.name = name;
        this.notation = notation;
        this.rules = rules.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(rules));
        this.zone = zone;
        this.shift = shift;
    }

    /**
     * Files that have a row for each recording of a shift.
     *
     * @param file fits their names in lower case
     * @param recording the column with the name of the recording
     */
    record Shift(PathMatcher file, String recording) {
        /** @throws IllegalArgumentException if it is no glob */
        static PathMatcher names(String glob) {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob.toLowerCase(Locale.ROOT));
        }
    }

    public String name() {
        return name;
    }

    public Format format() {
        return notation.format();
    }

    /**
     * Reads a sidecar.
     *
     * @param content its bytes
     * @param dockZone of times that are written without an offset, if the dialect says nothing about them
     */
    public Reading read(ByteBuffer content, ZoneId dockZone) {
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        try {
            return LargeDocuments.inTurn(
                    bytes.length,
                    () -> new FieldReader(notation.open(bytes), rules, zone == null ? dockZone : zone).read());
        } catch (UnreadableException e) {
            return Reading.nothing(e.sentence());
        }
    }

    /** Whether recordings may stand in files that have one row for each. */
    public boolean hasShiftFiles() {
        return shift != null;
    }

    /**
     * Whether a file of that name is one of them.
     *
     * @param fileName without its folder
     */
    public boolean isShiftFile(String fileName) {
        return shift != null && shift.file().matches(Path.of(fileName.toLowerCase(Locale.ROOT)));
    }

    /**
     * The rows of such a file; not to be called for a dialect that has none.
     *
     * @param content its bytes
     */
    public ShiftTable table(byte[] content) {
        if (shift == null || !(notation instanceof CsvNotation csv)) {
            throw new IllegalStateException("the dialect " + name + " has no shift files");
        }
        return LargeDocuments.inTurn(content.length, () -> new ShiftTable(content, csv, shift.recording()));
    }

    @Override
    public String toString() {
        return name;
    }
}
