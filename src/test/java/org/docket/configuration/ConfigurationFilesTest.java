package org.docket.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;
import org.docket.Docket;
import org.junit.jupiter.api.Test;

/** The files in {@code config/} say what the code does. */
class ConfigurationFilesTest {
    private static final Path CONFIG = Path.of("config");
    private static final Path PROPERTIES = CONFIG.resolve("docket.properties");

    @Test
    void listsEveryKnownKeyWithItsDefaultAndNothingElse() throws IOException {
        Properties shipped = new Properties();
        try (Reader reader = Files.newBufferedReader(PROPERTIES)) {
            shipped.load(reader);
        }
        Map<String, String> declared = new LinkedHashMap<>();
        Docket.CONFIGURATION.stream()
                .flatMap(record -> Settings.settings(record).stream())
                .forEach(setting -> assertThat(declared.put(setting.key(), setting.value()))
                        .as("%s is declared once", setting.key())
                        .isNull());

        assertThat(shipped).containsExactlyInAnyOrderEntriesOf(declared);
    }

    @Test
    void explainsEveryKey() throws IOException {
        assertThat(unexplained(Files.readAllLines(PROPERTIES))).isEmpty();
    }

    @Test
    void seesAKeyThatNobodyExplained() {
        assertThat(unexplained(
                        List.of("# --- Vault ---", "docket.a = 1", "", "# What b is.", "docket.b = 2", "docket.c = 3")))
                .containsExactly("docket.a = 1");
    }

    /** The lines with a key in whose paragraph no comment stands before them; a heading is no comment. */
    private static List<String> unexplained(List<String> lines) {
        List<String> unexplained = new ArrayList<>();
        boolean explained = false;
        for (String line : lines) {
            if (line.isBlank()) {
                explained = false;
            } else if (line.startsWith("#")) {
                explained |= !line.startsWith("# ---");
            } else if (!explained) {
                unexplained.add(line);
            }
        }
        return unexplained;
    }

    @Test
    void everyDefaultIsAValueThatIsAllowed() {
        Settings settings = Settings.load(Path.of(""), null, Map.of(), Map.of(), Docket.CONFIGURATION);

        assertThat(Docket.CONFIGURATION)
                .allSatisfy(record -> assertThat((Object) settings.read(record)).isNotNull());
    }

    @Test
    void log4jUnderstandsItsFile() throws IOException {
        try (LoggerContext context = new LoggerContext("shipped")) {
            Heard heard = new Heard();
            XmlConfiguration read = read(context, Files.readString(CONFIG.resolve("log4j2.xml")), heard);

            assertThat(heard.complaints).isEmpty();
            assertThat(read.getAppenders()).containsOnlyKeys("text", "json");
            assertThat(read.getRootLogger().getAppenders()).containsOnlyKeys("text");
            assertThat(read.getLoggerConfig("org.docket.intake").getLevel()).isEqualTo(Level.INFO);
        }
    }

    @Test
    void hearsLog4jComplainOfAFileThatItDoesNotUnderstand() throws IOException {
        try (LoggerContext context = new LoggerContext("broken")) {
            Heard heard = new Heard();
            read(
                    context,
                    Files.readString(CONFIG.resolve("log4j2.xml")).replace("<PatternLayout", "<PaternLayout"),
                    heard);

            assertThat(heard.complaints).isNotEmpty();
        }
    }

    @Test
    void letsNoNameOfADockBeginALineOfTheLogOrControlATerminal() throws IOException {
        String forged = "\n2026-01-01T00:00:00.000Z ERROR o.d.Hub forged\u001b[2J\r";
        try (LoggerContext context = new LoggerContext("forged")) {
            Layout<?> layout = read(context, Files.readString(CONFIG.resolve("log4j2.xml")), new Heard())
                    .getAppender("text")
                    .getLayout();

            String written = new String(
                    layout.toByteArray(Log4jLogEvent.newBuilder()
                            .setLevel(Level.WARN)
                            .setLoggerName("org.docket.intake.Intake")
                            .setMessage(new SimpleMessage("taken: " + forged))
                            .setThrown(new IOException(forged))
                            .build()),
                    StandardCharsets.UTF_8);

            assertThat(written).contains("taken: \\n2026").doesNotContain("\u001b");
            assertThat(written.lines().skip(1)).isNotEmpty().noneMatch(line -> line.startsWith("2026"));
        }
    }

    private static XmlConfiguration read(LoggerContext context, String xml, Heard heard) throws IOException {
        StatusLogger.getLogger().registerListener(heard);
        try (InputStream stream = new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))) {
            XmlConfiguration configuration = new XmlConfiguration(context, new ConfigurationSource(stream));
            configuration.initialize();
            return configuration;
        } finally {
            StatusLogger.getLogger().removeListener(heard);
        }
    }

    /** What Log4j says of its configuration while it reads it. */
    private static final class Heard implements StatusListener {
        private final List<String> complaints = new ArrayList<>();

        @Override
        public void log(StatusData data) {
            complaints.add(data.getFormattedStatus());
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {
            // Has nothing to release; what was heard is looked at afterwards.
        }
    }
}
