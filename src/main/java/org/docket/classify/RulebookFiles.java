package org.docket.classify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;

/** The two files of a rulebook in the configuration of this hub or command. */
public final class RulebookFiles {
    private final Function<String, Path> configuration;

    /**
     * The files as they are when they are read.
     *
     * @param configuration where a file of that name is now: it may be put over a shipped one at any time
     */
    public RulebookFiles(Function<String, Path> configuration) {
        this.configuration = configuration;
    }

    /** What stands in the files. */
    sealed interface Found {
        /** The name of the content. */
        String version();

        /** A rulebook. */
        record Right(Rulebook rulebook) implements Found {
            @Override
            public String version() {
                return rulebook.version();
            }
        }

        /**
         * No rulebook.
         *
         * @param reason every error with its file, line and column
         */
        record Wrong(String version, String reason) implements Found {}
    }

    /** The content as it is now, not checked yet. */
    String version() {
        try {
            return text().version();
        } catch (ConfigurationException e) {
            return versionOf(e);
        }
    }

    /** Reads and checks the files. */
    Found find() {
        String version = "";
        try {
            RulebookText text = text();
            version = text.version();
            return new Found.Right(of(text));
        } catch (ConfigurationException e) {
            return new Found.Wrong(version.isEmpty() ? versionOf(e) : version, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The rulebook of the files.
     *
     * @throws ConfigurationException naming every error of the first file that is wrong with its line and column
     */
    public Rulebook read() {
        return of(text());
    }

    private RulebookText text() {
        return RulebookText.read(classification(), retention());
    }

    private Rulebook of(RulebookText text) {
        return Rulebook.of(text, classification(), retention());
    }

    private Path classification() {
        return configuration.apply("classification.yaml");
    }

    private Path retention() {
        return configuration.apply("retention.yaml");
    }

    /** Files that cannot be read have no content to be named by, but the reason. */
    private static String versionOf(ConfigurationException e) {
        return YamlFile.version(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
}
