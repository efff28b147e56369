package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.docket.Docket;
import org.docket.catalogue.Json;
import org.docket.configuration.Settings;
import org.docket.testkit.Schemas;
import org.junit.jupiter.api.Test;

/** The guide for developers of case systems shows what is there: the code of the clients, valid messages, real settings. */
class GuideTest {
    private static final Path DOCS = Path.of("docs");
    private static final Path CLIENTS = DOCS.resolve("clients");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    private final String guide = Files.readString(DOCS.resolve("integrating-a-case-system.md"));

    GuideTest() throws IOException {}

    @Test
    void showsTheCodeOfTheClients() throws IOException {
        List<String> code = blocks(guide, "java|js");

        assertThat(code).hasSizeGreaterThan(8);
        assertThat(notOfTheClients(code)).isEmpty();
    }

    @Test
    void seesCodeThatIsNotThatOfTheClients() throws IOException {
        String page = guide.replace("session.commit();", "session.rollback();");

        assertThat(notOfTheClients(blocks(page, "java|js")))
                .singleElement()
                .asString()
                .contains("session.rollback();");
    }

    private static List<String> notOfTheClients(List<String> code) throws IOException {
        StringBuilder clients = new StringBuilder();
        for (Path folder : List.of(CLIENTS.resolve("java"), CLIENTS.resolve("node"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(GuideTest::isCode).sorted().toList()) {
                    clients.append(Files.readString(file)).append('\n');
                }
            }
        }
        return code.stream().filter(block -> clients.indexOf("\n" + block) < 0).toList();
    }

    private static boolean isCode(Path file) {
        return file.toString().matches(".*\\.(java|mjs)");
    }

    @Test
    void showsMessagesThatFollowTheirSchemas() throws IOException {
        List<String> messages = blocks(guide, "json");

        assertThat(messages).hasSize(3);
        for (String message : messages) {
            String type = Json.MAPPER.readTree(message).path("type").textValue();
            assertThat(Schemas.errors("messages/" + type + ".schema.json", message))
                    .as(message)
                    .isEmpty();
        }
    }

    @Test
    void namesSettingsThatThereAre() {
        List<String> known = Docket.CONFIGURATION.stream()
                .flatMap(record -> Settings.settings(record).stream())
                .map(setting -> setting.key().toUpperCase(java.util.Locale.ROOT).replace('.', '_'))
                .toList();

        Matcher named = Pattern.compile("DOCKET_\\w+").matcher(guide);

        assertThat(named.results().map(found -> found.group()).toList())
                .hasSize(3)
                .isSubsetOf(known);
    }

    @Test
    void leadsToFilesThatThereAre() throws IOException {
        for (Path page : List.of(
                DOCS.resolve("integrating-a-case-system.md"),
                CLIENTS.resolve("java/README.md"),
                CLIENTS.resolve("node/README.md"))) {
            Matcher links = Pattern.compile("]\\(([^)#]+)").matcher(Files.readString(page));
            assertThat(links.results().map(found -> page.resolveSibling(found.group(1))))
                    .isNotEmpty()
                    .allMatch(Files::exists);
        }
    }

    @Test
    void theJavaClientUsesTheLibrariesOfTheHub() throws IOException {
        List<String> own = versions(CLIENTS.resolve("java/pom.xml"));

        assertThat(own).hasSize(2);
        assertThat(versions(Path.of("pom.xml"))).containsAll(own);
    }

    private static List<String> versions(Path pom) throws IOException {
        return Pattern.compile("<(?:activemq|jackson)\\.version>.*")
                .matcher(Files.readString(pom))
                .results()
                .map(found -> found.group())
                .toList();
    }

    @Test
    void whatIsInstalledFromNpmIsNamedWithItsDigestAndWithoutAServer() throws IOException {
        for (Path lock :
                List.of(CLIENTS.resolve("node/package-lock.json"), Path.of("src/test/asyncapi/package-lock.json"))) {
            String text = Files.readString(lock);
            assertThat(text).contains("\"integrity\": \"sha512-").doesNotContain("\"resolved\"");
        }
    }

    private static List<String> blocks(String page, String languages) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(page);
        while (matcher.find()) {
            if (matcher.group(1).matches(languages)) {
                blocks.add(matcher.group(2));
            }
        }
        return blocks;
    }
}
