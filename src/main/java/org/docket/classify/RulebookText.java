package org.docket.classify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;

/**
 * What stands in the two files of a rulebook, right or wrong.
 *
 * @param classification the text of {@code classification.yaml}
 * @param retention the text of {@code retention.yaml}
 */
public record RulebookText(String classification, String retention) {
    /**
     * Reads both files.
     *
     * @throws ConfigurationException if one cannot be read or is not UTF-8
     */
    public static RulebookText read(Path classification, Path retention) {
        return new RulebookText(YamlFile.text(classification), YamlFile.text(retention));
    }

    /** Its name: 12 hex digits that change with every change of either file. */
    public String version() {
        // A file holds no U+0000, so no two pairs of texts look the same here.
        return YamlFile.version((classification + "\0" + retention).getBytes(StandardCharsets.UTF_8));
    }
}
