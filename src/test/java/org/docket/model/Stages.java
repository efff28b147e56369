package org.docket.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultExchange;
import org.docket.Docket;
import org.yaml.snakeyaml.Yaml;

/**
 * The routes of Docket as they stand in its files, without what starts them: a step of the test does. They are started once, since that
 * takes long; so each bean is looked up anew for each call, and is that of the hub that lives now.
 */
final class Stages implements AutoCloseable {
    private static final List<String> FILES =
            List.of("errors", "intake", "enrich-and-classify", "vault", "custody", "retention");
    private static final String TAKE = "direct:model-take";
    private static final String FROM = "from";
    private static final String STEPS = "steps";

    private final Main main = new Main();
    private final CamelContext context;
    private final ProducerTemplate template;

    /**
     * Starts them.
     *
     * @param routes where the routes are put that are started
     */
    Stages(Docket docket, Path routes) throws Exception {
        List<String> started = new ArrayList<>();
        for (String file : FILES) {
            String name = file + ".camel.yaml";
            Path from = docket.settings().install().resolve("routes").resolve(name);
            Object changed = changed(new Yaml().load(Files.readString(from)));
            started.add("file:" + Files.writeString(routes.resolve(name), new Yaml().dump(changed)));
        }
        bind(docket);
        main.bind("blobServiceClient", docket.vault().client());
        Properties properties = new Properties();
        properties.putAll(docket.settings().all());
        properties.put("camel.main.routes-include-pattern", String.join(",", started));
        properties.put("camel.main.jmx-enabled", "false");
        properties.put("camel.main.auto-startup-exclude-pattern", startedByTime(routes));
        properties.put("camel.main.auto-configuration-environment-variables-enabled", "false");
        main.setOverrideProperties(properties);
        main.configure().setAutoConfigurationLogSummary(false);
        main.start();
        context = main.getCamelContext();
        template = context.createProducerTemplate();
    }

    private static String startedByTime(Path routes) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String file : FILES) {
            Object content = new Yaml().load(Files.readString(routes.resolve(file + ".camel.yaml")));
            for (Object item : (List<?>) content) {
                if (item instanceof Map<?, ?> map
                        && map.get("route") instanceof Map<?, ?> route
                        && route.get(FROM) instanceof Map<?, ?> from
                        && String.valueOf(from.get("uri")).matches("(timer|quartz):.*")) {
                    ids.add(String.valueOf(route.get("id")));
                }
            }
        }
        return String.join(",", ids);
    }

    /** A file with the route of a dock made from its template, begun by the test and in its thread. */
    private static Object changed(Object file) {
        List<Object> changed = new ArrayList<>();
        for (Object item : (List<?>) file) {
            changed.add(
                    item instanceof Map<?, ?> map && map.get("routeTemplate") instanceof Map<?, ?> made
                            ? Map.of("route", taking((Map<?, ?>) made.get("route")))
                            : item);
        }
        return lookedUpEachTime(changed);
    }

    private static Map<String, Object> taking(Map<?, ?> route) {
        Map<String, Object> taking = new LinkedHashMap<>();
        route.forEach((key, value) -> taking.put(String.valueOf(key), value));
        List<Object> steps = new ArrayList<>((List<?>) ((Map<?, ?>) taking.get(FROM)).get(STEPS));
        steps.removeIf(step -> ((Map<?, ?>) step).containsKey("threads"));
        taking.put(FROM, Map.of("uri", TAKE, STEPS, steps));
        taking.put("id", "model-take");
        taking.put("routeConfigurationId", "errors-to-caller");
        return taking;
    }

    /** The same with each call of a bean made to look it up. */
    private static Object lookedUpEachTime(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> changed = new LinkedHashMap<>();
            map.forEach((key, part) -> changed.put(String.valueOf(key), lookedUpEachTime(part)));
            // One after the other in the thread of the test, so that the same seed does the same.
            changed.keySet().removeAll(List.of("parallelProcessing", "executorService"));
            if (String.valueOf(map.get("uri")).startsWith("bean:")) {
                Map<String, Object> parameters = new LinkedHashMap<>(Map.of("scope", "Prototype"));
                if (changed.get("parameters") instanceof Map<?, ?> there) {
                    there.forEach((key, part) -> parameters.put(String.valueOf(key), part));
                }
                changed.put("parameters", parameters);
            }
            return changed;
        } else if (value instanceof List<?> list) {
            return list.stream().map(Stages::lookedUpEachTime).toList();
        }
        return value instanceof String text
                ? text.replaceAll("\\$\\{bean:(\\w+)\\?", "\\${bean:$1?scope=Prototype&")
                : value;
    }

    /** From now on the beans are those of this hub. */
    void bind(Docket docket) {
        docket.beans().forEach(main::bind);
        CamelContext started = main.getCamelContext();
        if (started != null) {
            docket.beans().forEach((name, bean) -> started.getRegistry().bind(name, bean));
        }
    }

    /** Takes in what lies at that path. */
    void take(Path source) throws Exception {
        send(TAKE, source.toFile());
    }

    /** A disposal run. */
    void purge() throws Exception {
        send("direct:retention-run", null);
    }

    private void send(String uri, Object body) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        template.send(uri, exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}
