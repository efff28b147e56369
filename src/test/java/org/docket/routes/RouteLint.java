package org.docket.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks route files: what Camel would only find when a recording comes by, and what Docket's operators count on. */
final class RouteLint {
    private static final Set<String> KINDS = Set.of("route", "routeTemplate", "routeConfiguration");
    private static final Pattern ID = Pattern.compile("[a-z]+(-[a-z]+)+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(.*?)}}");
    private static final Pattern CLASS = Pattern.compile("org\\.docket\\.[\\w.$]+");
    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?i).*(password|passphrase|secret|credential|accessKey|accountKey|sasToken|connectionString).*");
    private static final Pattern SECRET_TEXT =
            Pattern.compile("(?i).*((account|access)key=|sharedaccess|password=|[?&]sig=|://[^/@\\s]+:[^/@\\s]+@).*");

    private final RouteSchema schema;
    private final Set<String> settings;
    private final Map<String, Object> beans;
    private final List<String> findings = new ArrayList<>();

    /**
     * Prepares a check.
     *
     * @param settings every known key with its value
     * @param beans what routes may speak of, by its name
     */
    RouteLint(Map<String, String> settings, Map<String, Object> beans) throws IOException {
        this.schema = new RouteSchema(settings);
        this.settings = settings.keySet();
        this.beans = beans;
    }

    /** What is wrong with these files, taken together: one line {@code file:line:column: what} for each finding. */
    List<String> findings(List<Path> files) throws IOException {
        findings.clear();
        List<Spot> spots = new ArrayList<>();
        for (Path file : files) {
            Spot root = Spot.read(file);
            schema.findings(root).forEach(findings::add);
            root.children().flatMap(Spot::children).forEach(this::checkKind);
            root.all().forEach(spots::add);
        }
        checkIdsAreUnique(spots);
        checkReferences(spots);
        spots.stream().filter(spot -> spot.parent() != null).forEach(this::checkSpot);
        return List.copyOf(findings);
    }

    private void checkKind(Spot item) {
        if (!KINDS.contains(item.key())) {
            add(item, "'" + item.key() + "' does not belong here: write a route, routeTemplate or routeConfiguration");
            return;
        }
        require(item, "id", "give it an id");
        require(item, "description", "say in a sentence what it does");
        if (item.key().equals("routeTemplate")) {
            item.at("route").ifPresent(route -> require(route, "description", "say in a sentence what it does"));
        }
        item.all().filter(RouteLint::isStep).forEach(this::checkStep);
    }

    private static boolean isStep(Spot spot) {
        return spot.parent() != null
                && spot.parent().parent() != null
                && spot.parent().parent().key().equals("steps");
    }

    private void checkStep(Spot step) {
        if (!step.isWithin("routeTemplate")) {
            require(step, "id", "the step has no id");
        } else {
            step.at("id")
                    .ifPresent(
                            id -> add(id, "a step of a template has no id of its own: its routes would fight for it"));
        }
        if (step.key().equals("bean")) {
            add(step, "call a bean with 'to', uri bean:NAME");
        }
    }

    private void require(Spot spot, String key, String remedy) {
        if (spot.text(key).isBlank()) {
            add(spot, "'" + key + "' is missing: " + remedy);
        }
    }

    private void checkIdsAreUnique(List<Spot> spots) {
        Map<String, Spot> seen = new TreeMap<>();
        for (Spot id : having(spots, "id").toList()) {
            Set<String> stages = Set.of(id.file()
                    .getFileName()
                    .toString()
                    .replace(".camel.yaml", "")
                    .split("-and-"));
            if (!ID.matcher(id.text()).matches()
                    || stages.stream().noneMatch(stage -> id.text().startsWith(stage + "-"))) {
                add(
                        id,
                        "'" + id.text() + "' is no id here: write <stage>-<verb>, such as "
                                + stages.iterator().next() + "-read");
            }
            if (seen.putIfAbsent(id.text(), id) != null) {
                add(
                        id,
                        "the id '" + id.text() + "' is taken: see "
                                + seen.get(id.text()).file());
            }
        }
    }

    private void checkReferences(List<Spot> spots) {
        Set<String> configurations = having(spots, "routeConfiguration")
                .filter(spot -> spot.file().endsWith("errors.camel.yaml"))
                .map(spot -> spot.text("id"))
                .collect(Collectors.toSet());
        having(spots, "route").forEach(route -> {
            if (!configurations.contains(route.text("routeConfigurationId"))) {
                add(route.at("routeConfigurationId").orElse(route), "name a routeConfigurationId of errors.camel.yaml");
            }
        });
        Set<String> targets =
                having(spots, "from").map(from -> from.text("uri")).collect(Collectors.toSet());
        having(spots, "uri")
                .filter(uri -> uri.text().startsWith("direct:") && !targets.contains(uri.text()))
                .forEach(uri -> add(uri, "no route begins with " + uri.text()));
    }

    private static Stream<Spot> having(List<Spot> spots, String key) {
        return spots.stream().filter(spot -> spot.key().equals(key));
    }

    private void checkSpot(Spot spot) {
        each(PLACEHOLDER, spot, this::checkPlaceholder);
        if (SECRET_KEY.matcher(spot.key()).matches()
                || SECRET_TEXT.matcher(spot.text()).matches()) {
            add(spot, "a secret does not belong into a route: set it in the environment, and bind what uses it");
        }
        if (spot.text().startsWith("#") && !beans.containsKey(spot.text().substring(1))) {
            add(spot, "no bean is called " + spot.text().substring(1));
        }
        if (spot.key().equals("simple")) {
            BeanCall.inSimple(spot.text()).forEach(call -> checkCall(spot, call));
            each(CLASS, spot, this::checkClass);
        }
        if (spot.parent() != null && spot.parent().key().equals("exception")) {
            checkClass(spot, spot.text());
        }
        if (spot.key().equals("uri")) {
            checkUri(spot);
        }
    }

    private static void each(Pattern pattern, Spot spot, BiConsumer<Spot, String> check) {
        pattern.matcher(spot.text())
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .forEach(text -> check.accept(spot, text));
    }

    private void checkPlaceholder(Spot spot, String key) {
        Spot outer = spot;
        while (outer.parent() != null && !outer.key().equals("routeTemplate")) {
            outer = outer.parent();
        }
        boolean parameter = outer.at("parameters").stream()
                .flatMap(Spot::children)
                .anyMatch(declared -> declared.text("name").equals(key));
        if (!settings.contains(key) && !parameter) {
            add(spot, "{{" + key + "}} is neither a setting nor a parameter of the template");
        }
    }

    private void checkClass(Spot spot, String name) {
        try {
            Class.forName(name, false, RouteLint.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            add(spot, "there is no class " + name);
        }
    }

    private void checkUri(Spot uri) {
        if (uri.text().contains("?")) {
            add(uri, "options belong under 'parameters', not into the uri");
        } else if (uri.text().startsWith("bean:") && uri.parent() != null) {
            String method =
                    uri.parent().at("parameters").map(all -> all.text("method")).orElse("");
            checkCall(uri, BeanCall.of(uri.text().substring("bean:".length()), method));
        }
    }

    private void checkCall(Spot spot, BeanCall call) {
        Object bean = beans.get(call.bean());
        if (bean == null) {
            add(spot, "no bean is called " + call.bean());
        } else if (!call.fits(bean.getClass())) {
            add(
                    spot,
                    "the bean " + call.bean() + " has no method " + call.method()
                            + (call.arguments().isPresent()
                                    ? " with " + call.arguments().getAsInt() + " parameters"
                                    : "")
                            + " that Camel could call");
        }
    }

    private void add(Spot spot, String what) {
        findings.add(spot.finding(what));
    }
}
