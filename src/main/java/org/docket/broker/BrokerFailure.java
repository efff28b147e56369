package org.docket.broker;

import jakarta.jms.JMSSecurityException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Says of a failure at the broker what a person has to look at. */
final class BrokerFailure {
    private BrokerFailure() {}

    /** In a few words. */
    static String words(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Throwable first = causes.get(causes.size() - 1);
        for (Throwable cause : causes) {
            if (cause instanceof SSLException) {
                return tls(first, causes);
            }
            if (cause instanceof JMSSecurityException || cause instanceof SecurityException) {
                return "it refuses the user (" + cause.getMessage()
                        + "): see docket.broker.user and docket.broker.password";
            }
            if (cause instanceof UnknownHostException) {
                return "there is no host " + cause.getMessage();
            }
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException) {
                return "nothing listens there (" + cause.getMessage() + ")";
            }
        }
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("Failover timeout") ? "none of its brokers answers" : message;
    }

    private static String tls(Throwable first, List<Throwable> causes) {
        String all = String.join(
                        " ",
                        causes.stream()
                                .map(cause -> String.valueOf(cause.getMessage()))
                                .toList())
                .toLowerCase(Locale.ROOT);
        String because = " (" + first.getMessage() + "): ";
        if (all.contains("certification path") || all.contains("pkix") || all.contains("trust anchor")) {
            return "its certificate is of no authority that is trusted, or out of date" + because
                    + "see docket.broker.tls.truststore";
        }
        if (all.contains("no subject alternative") || all.contains("no name matching")) {
            return "its certificate is for another host" + because + "see the host in docket.broker.url";
        }
        if (all.contains("certificate") && all.contains("alert")) {
            return "it does not accept the hub's certificate" + because + "see docket.broker.tls.keystore";
        }
        return "TLS failed" + because + "see docket.broker.url, and the port and the certificates there";
    }

    /** The failure and what it comes from, with what the client has added beside it; the outermost first. */
    private static List<Throwable> causes(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
