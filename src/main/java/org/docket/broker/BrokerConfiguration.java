package org.docket.broker;

import java.time.Duration;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.Setting;

/** Where the broker is, how it and the hub know each other, and how often its queues are looked at. */
public record BrokerConfiguration(
        @Setting(
                key = "docket.broker.url",
                meaning =
                        "URL of the ActiveMQ or Artemis broker, such as failover:(ssl://broker:61617); empty starts one of"
                                + " Docket's own")
        String url,

        @Setting(key = "docket.broker.user", meaning = "user at the broker; empty for none")
        String user,

        @Setting(key = "docket.broker.password", meaning = "password of that user")
        String password,

        @Setting(
                key = "docket.broker.user-property",
                meaning =
                        "name of the property of a message in which the broker says which user sent it, and lets nobody else"
                                + " say it; empty for JMSXUserID, which is believed if the broker is seen to fill it in")
        String userProperty,

        @Setting(
                key = "docket.broker.tls.truststore",
                meaning =
                        "PKCS12 or JKS file with the certificates of the authorities that the broker's certificate may come"
                                + " from, relative to docket.home; empty for those that Java knows")
        String trustStore,

        @Setting(key = "docket.broker.tls.truststore-password", meaning = "password of that file")
        String trustStorePassword,

        @Setting(
                key = "docket.broker.tls.keystore",
                meaning =
                        "PKCS12 or JKS file with the key and the certificate that the hub shows to the broker, relative to"
                                + " docket.home; empty for none")
        String keyStore,

        @Setting(key = "docket.broker.tls.keystore-password", meaning = "password of that file and of its key")
        String keyStorePassword,

        @Setting(
                key = "docket.broker.connections",
                value = "0",
                min = "0",
                max = "100",
                meaning =
                        "number of pooled connections to the broker, at most; 0 for one for each batch of handovers that is"
                                + " sent at once and two for all else, up to 16")
        int connections,

        @Setting(
                key = "docket.broker.prefetch",
                value = "200",
                min = "1",
                max = "32766",
                meaning =
                        "number of messages of case systems that the broker gives to a consumer ahead, so that one batch"
                                + " arrives while another is worked on; what one hub has ahead no other gets")
        int prefetch,

        @Setting(
                key = "docket.broker.dead-letters",
                meaning =
                        "names of the queues where the broker puts what was never acknowledged, separated by commas; * stands"
                                + " for the name of the queue that it was in; empty for those of Docket's own broker")
        String deadLetters,

        @Setting(
                key = "docket.broker.look",
                value = "PT30S",
                min = "PT0.05S",
                meaning = "time between two looks at how much waits in the queues")
        Duration look) {

    /**
     * Makes sure that its settings go together.
     *
     * @throws ConfigurationException if they do not
     */
    public void requireSound() {
        if (!userProperty.isEmpty() && !isExternal()) {
            throw new ConfigurationException("docket.broker.user-property is '" + userProperty
                    + "', and at Docket's own broker any sender can write that: leave it empty, or name another broker in"
                    + " docket.broker.url");
        }
    }

    /** The same with another user. */
    public BrokerConfiguration signedInAs(String otherUser, String otherPassword) {
        return new BrokerConfiguration(
                url,
                otherUser,
                otherPassword,
                userProperty,
                trustStore,
                trustStorePassword,
                keyStore,
                keyStorePassword,
                connections,
                prefetch,
                deadLetters,
                look);
    }

    /** Whether there is a broker besides Docket's own. */
    public boolean isExternal() {
        return !url.isEmpty();
    }
}
