package org.docket.broker;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.transport.TransportFactory;
import org.apache.activemq.util.URISupport;
import org.docket.configuration.ConfigurationException;

/**
 * The URL of a broker, checked. One with {@code failover:} has the parameters without which it would wait for as long as the broker
 * is away, and says so to nobody.
 *
 * @param text as the client takes it
 * @param encrypted those of its brokers to which TLS is spoken
 */
record BrokerUrl(String text, List<URI> encrypted) {
    private static final String SETTING = "docket.broker.url";
    private static final String FAILOVER = "failover";

    /**
     * What is not said in the URL. Times are milliseconds; the readiness of the hub gives an answer 5 seconds. A connection that broke is
     * given up: whoever uses it makes another one, to any of the brokers. The transport would reconnect it without an end, and some who
     * wait for that wait without an end too, also when the hub is to stop.
     */
    private static final Map<String, String> UNLESS_SAID = Map.of(
            "timeout",
            "3000",
            "startupMaxReconnectAttempts",
            "1",
            "maxReconnectAttempts",
            "0",
            "maxReconnectDelay",
            "2000");

    /**
     * Reads a URL.
     *
     * @throws ConfigurationException if it is none, or has what must not stand in it
     */
    static BrokerUrl of(String configured) {
        refuseWhatMustNotStandThere(configured.toLowerCase(Locale.ROOT));
        try {
            URI url = new URI(configured);
            if (!FAILOVER.equals(url.getScheme())) {
                TransportFactory.findTransportFactory(url);
                return new BrokerUrl(configured, encrypted(List.of(url)));
            }
            URISupport.CompositeData several = URISupport.parseComposite(url);
            List<URI> brokers = List.of(several.getComponents());
            if (brokers.isEmpty()) {
                throw new URISyntaxException("", "it names no broker");
            }
            for (URI broker : brokers) {
                TransportFactory.findTransportFactory(broker);
            }
            return new BrokerUrl(failover(brokers, several.getParameters()), encrypted(brokers));
        } catch (URISyntaxException | IOException e) {
            throw wrong(
                    e instanceof URISyntaxException syntax ? syntax.getReason() : String.valueOf(e.getMessage()), e);
        }
    }

    private static String failover(List<URI> brokers, Map<String, String> said) {
        Map<String, String> parameters = new LinkedHashMap<>(said);
        UNLESS_SAID.forEach(parameters::putIfAbsent);
        List<String> all = new ArrayList<>();
        parameters.forEach((name, value) -> all.add(name + "=" + value));
        return brokers.stream().map(URI::toString).collect(Collectors.joining(",", FAILOVER + ":(", ")?"))
                + all.stream().sorted().collect(Collectors.joining("&"));
    }

    private static List<URI> encrypted(List<URI> brokers) {
        return brokers.stream()
                .filter(broker -> broker.getScheme().endsWith("ssl"))
                .toList();
    }

    /** The URL is shown to operators, and stands in logs. */
    private static void refuseWhatMustNotStandThere(String lower) {
        if (Stream.of("password=", "username=").anyMatch(lower::contains) || lower.matches(".*//[^/,)?]*@.*")) {
            throw new ConfigurationException(
                    SETTING + " has a user or a password in it, and would show them in logs: put"
                            + " them into docket.broker.user and docket.broker.password.");
        }
        if (lower.contains("verifyhostname=false")) {
            throw new ConfigurationException(
                    SETTING + " has verifyHostName=false, so that anybody with any certificate could"
                            + " be the broker: remove it, and give the broker a certificate with the host name of the URL.");
        }
    }

    private static ConfigurationException wrong(String what, Exception cause) {
        return new ConfigurationException(
                SETTING + " is no URL of a broker (" + what + "): give one such as ssl://broker:61617 or"
                        + " failover:(ssl://broker-a:61617,ssl://broker-b:61617).",
                cause);
    }
}
