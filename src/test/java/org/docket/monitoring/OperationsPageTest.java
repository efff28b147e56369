package org.docket.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.docket.broker.BrokerMXBean;
import org.docket.casework.CaseworkMXBean;
import org.docket.intake.IntakeMXBean;
import org.docket.retention.RetentionMXBean;
import org.docket.vault.VaultMXBean;
import org.junit.jupiter.api.Test;

/** What operators are told and shown is on their page. */
class OperationsPageTest {
    private static final Pattern WORD = Pattern.compile("`([A-Za-z]+)(?:\\([^`]*\\))?`");
    private static final Map<String, Class<?>> BEANS = Map.of(
            "Hub", HubMXBean.class,
            "Intake", IntakeMXBean.class,
            "Vault", VaultMXBean.class,
            "Casework", CaseworkMXBean.class,
            "Broker", BrokerMXBean.class,
            "Retention", RetentionMXBean.class,
            "Custody", CustodyMXBean.class);

    @Test
    void hasEveryKindOfNotice() throws IOException {
        List<String> rows = section("### Notices")
                .dropWhile(line -> !line.startsWith("|---"))
                .filter(line -> line.matches("\\| `[a-z-]+` \\|.*"))
                .map(line -> line.split("`", -1)[1])
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Notice.Kind.values())
                        .map(Notice.Kind::word)
                        .toList());
    }

    @Test
    void hasEveryAttributeAndOperationOfEveryBeanAndNoOther() throws IOException {
        for (Map.Entry<String, Class<?>> bean : BEANS.entrySet()) {
            String row = section("### JMX")
                    .filter(line -> line.matches("\\| `org\\.docket:type=" + bean.getKey() + "[,`].*"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no row for " + bean.getKey()));

            assertThat(WORD.matcher(row.substring(row.indexOf('|', 1)))
                            .results()
                            .map((MatchResult word) -> word.group(1)))
                    .as(bean.getKey())
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(bean.getValue().getDeclaredMethods())
                                    .map(Method::getName)
                                    .map(name -> name.replaceFirst("^(get|is)(?=[A-Z])", ""))
                                    .toList());
        }
    }

    @Test
    void hasEveryMetricOfTheDashboard() throws IOException {
        String metrics = section("### Metrics").collect(Collectors.joining("\n"));

        // What a timer has besides its sum is on the same line.
        assertThat(found("\\b((?:camel|docket|jvm|process)_[a-z_]+)(?=\\{)"))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(metrics)
                        .contains("`" + metric.replaceFirst("seconds_(count|max)$", "seconds_sum") + "`"));
    }

    @Test
    void theDashboardShowsRoutesThatThereAre() throws IOException {
        List<String> routes = Stream.concat(Stream.of("intake-take-<dock>", "casework-relay-<system>"), idsOfRoutes())
                .toList();

        assertThat(found("routeId=~?\\\\\"([^\\\\]+)").flatMap(ids -> Arrays.stream(ids.split("\\|"))))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(routes)
                        .anyMatch(route -> id.endsWith(".*")
                                ? route.startsWith(id.substring(0, id.length() - 2) + "<")
                                : route.equals(id)));
    }

    private static Stream<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of("docker/grafana/dashboards/docket.json")))
                .results()
                .map(result -> result.group(1));
    }

    private static Stream<String> idsOfRoutes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.toList().stream()
                    .flatMap(file -> Pattern.compile("(?m)^- route:\n    id: (\\S+)$")
                            .matcher(read(file))
                            .results())
                    .map(result -> result.group(1));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines between that heading and the next. */
    private static Stream<String> section(String heading) throws IOException {
        return Files.readAllLines(Path.of("docs/operations.md")).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"));
    }
}
