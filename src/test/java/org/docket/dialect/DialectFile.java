package org.docket.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.docket.configuration.YamlFile;

/** A file that has one dialect, named "test", and readings in it. */
final class DialectFile {
    static final ZoneId LONDON = ZoneId.of("Europe/London");

    private DialectFile() {}

    static Path write(Path folder, String dialect) {
        try {
            return Files.writeString(folder.resolve("docks.yaml"), "dialects:\n  test:\n" + dialect.indent(4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dialect load(Path file) {
        return YamlFile.read(file, yaml -> Dialects.read(yaml.root()).get("test"));
    }

    static Dialect of(Path folder, String dialect) {
        return load(write(folder, dialect));
    }

    static Reading read(Dialect dialect, String content) {
        return read(dialect, content.getBytes(StandardCharsets.UTF_8));
    }

    static Reading read(Dialect dialect, byte[] content) {
        return dialect.read(ByteBuffer.wrap(content), LONDON);
    }
}
