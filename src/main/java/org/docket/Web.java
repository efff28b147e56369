package org.docket;

import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.configuration.Settings;
import org.docket.console.ApiDocument;
import org.docket.console.ApiReply;
import org.docket.console.Problem;

/** The web server of a hub: health, metrics, Jolokia and REST on one address. */
final class Web {
    /** What a person or a program says in one request fits many times. */
    static final int MOST_BODY_BYTES = 64 << 10;

    /** The bean that says which headers go in and out. */
    static final String HEADERS = "webHeaders";

    private static final int MOST_WORKERS = 8;
    private static final int REQUEST_TOO_LARGE = 413;

    private Web() {}

    /** How Camel is told of it. Two servers on the same port are one: that of the routes also serves the management. */
    static Map<String, String> properties(HubConfiguration hub) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String server : new String[] {"camel.server.", "camel.management."}) {
            properties.put(server + "enabled", "true");
            properties.put(server + "host", hub.httpHost());
            properties.put(server + "port", String.valueOf(hub.httpPort()));
        }
        properties.put("camel.component.platform-http.header-filter-strategy", "#" + HEADERS);
        properties.put("camel.server.max-body-size", String.valueOf(MOST_BODY_BYTES));
        properties.put("camel.server.file-upload-enabled", "false");
        properties.put("camel.management.health-check-enabled", "true");
        properties.put("camel.management.health-path", "/health");
        properties.put("camel.management.metrics-enabled", "true");
        properties.put("camel.management.jolokia-enabled", "true");
        properties.put("camel.management.jolokia-path", "/jolokia");
        return properties;
    }

    /**
     * Nothing that a request brings as a header becomes one of an exchange, where it could steer a step: {@code ApiExchange} reads what
     * it needs from the request itself. What it answers goes out, but for what is Camel's own.
     */
    static HeaderFilterStrategy headers() {
        DefaultHeaderFilterStrategy headers = new DefaultHeaderFilterStrategy();
        headers.setInFilterPattern(".*");
        headers.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        return headers;
    }

    /** Requests take at most half of the connections to the database: whatever the web asks, intake goes on. */
    static VertxOptions workers(Settings settings) {
        int connections = settings.read(DatabaseConfiguration.class).connections();
        return new VertxOptions().setWorkerPoolSize(Math.max(1, Math.min(MOST_WORKERS, connections / 2)));
    }

    /** The port that it listens on, chosen freely if the setting is 0. */
    static int port(CamelContext context) {
        return server(context).getPort();
    }

    private static VertxPlatformHttpServer server(CamelContext context) {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        if (server == null) {
            throw new IllegalStateException("the web server does not run");
        }
        return server;
    }

    /** Lets what no route takes, and what never reaches one, be answered like everything else under {@code /api}. */
    static void answerTheRest(CamelContext context, ApiDocument document) {
        String name =
                VertxPlatformHttpRouter.getRouterNameFromPort(server(context).getConfigurationPort());
        VertxPlatformHttpRouter.lookup(context, name)
                .route("/api/*")
                .order(Integer.MAX_VALUE)
                .handler(request -> send(
                        request, document.unanswered(request.request().method().name(), request.normalizedPath())))
                .failureHandler(request -> send(request, failed(request.statusCode())));
    }

    private static ApiReply failed(int status) {
        return status == REQUEST_TOO_LARGE
                ? Problem.TOO_LARGE
                        .because(
                                "The body has more than " + MOST_BODY_BYTES + " bytes.",
                                "Say it in fewer words: no request needs that many.")
                        .reply()
                : Problem.of(status)
                        .because("The request could not be answered.", "Try it again; the log of the hub says more.")
                        .reply();
    }

    private static void send(RoutingContext request, ApiReply reply) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (reply.status() == REQUEST_TOO_LARGE) {
            // The rest of the body is still on its way, and nobody wants it.
            response.putHeader("Connection", "close");
        }
        if (request.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(reply.body()));
        }
    }
}
