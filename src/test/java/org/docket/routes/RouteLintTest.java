package org.docket.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.docket.Docket;
import org.docket.testkit.TestDocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The route files keep to the rules, and each rule refuses a sample that breaks it. */
@Timeout(60)
class RouteLintTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Path BROKEN = Path.of("src/test/resources/routes/broken");
    private static final String REFUSED = "# refused: ";

    private final RouteLint lint;

    RouteLintTest() throws IOException {
        // Wiring connects to nothing, so no database has to be there.
        try (Docket docket = TestDocket.over(new PGSimpleDataSource(), Map.of())) {
            Map<String, Object> beans = docket.beans();
            // The hub adds it, once it has connections with the broker.
            beans.put("answersConnectionFactory", new ActiveMQConnectionFactory());
            lint = new RouteLint(docket.settings().all(), beans);
        }
    }

    static List<Path> brokenSamples() throws IOException {
        return routeFiles(BROKEN);
    }

    @Test
    void findsNothingInTheShippedRoutes() throws IOException {
        assertThat(lint.findings(routeFiles(ROUTES))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("brokenSamples")
    void refusesTheBrokenSampleAtItsPlaceAndForNothingElse(Path sample) throws IOException {
        String expected = Files.readAllLines(sample).get(0);
        assertThat(expected).startsWith(REFUSED);

        List<Path> files =
                Stream.concat(routeFiles(ROUTES).stream(), Stream.of(sample)).toList();

        assertThat(lint.findings(files))
                .singleElement()
                .asString()
                .startsWith(sample + ":" + expected.substring(REFUSED.length()));
    }

    private static List<Path> routeFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }
}
