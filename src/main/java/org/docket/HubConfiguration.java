package org.docket;

import java.time.Duration;
import org.docket.configuration.Setting;
import org.docket.embedded.BrokerPorts;

/** Where the hub lives and listens. */
public record HubConfiguration(
        @Setting(
                key = "docket.home",
                value = "data",
                meaning = "folder of everything that an embedded run writes; relative to the folder of the launcher")
        String home,

        @Setting(
                key = "docket.http.host",
                value = "127.0.0.1",
                meaning = "address that REST, health, metrics and Jolokia listen on")
        String httpHost,

        @Setting(
                key = "docket.http.port",
                value = "8080",
                min = "0",
                max = "65535",
                meaning = "port that REST, health, metrics and Jolokia listen on")
        int httpPort,

        @Setting(
                key = "docket.http.patience",
                value = "PT20S",
                min = "PT1S",
                max = "PT10M",
                meaning = "how long a statement may take in the database for one who only looks, over REST")
        Duration httpPatience,

        @Setting(
                key = "docket.embedded.database.port",
                value = "0",
                min = "0",
                max = "65535",
                meaning = "port of the embedded PostgreSQL on 127.0.0.1; 0 for a free one, kept from then on")
        int databasePort,

        @Setting(
                key = "docket.embedded.vault.port",
                value = "0",
                min = "0",
                max = "65535",
                meaning = "port of the embedded Azurite on 127.0.0.1; 0 for a free one, kept from then on")
        int vaultPort,

        @Setting(
                key = "docket.embedded.broker.port",
                value = "0",
                min = "0",
                max = "65535",
                meaning = "OpenWire port of the embedded broker on 127.0.0.1; 0 for a free one, kept from then on")
        int brokerPort,

        @Setting(
                key = "docket.embedded.broker.amqp",
                value = "-1",
                min = "-1",
                max = "65535",
                meaning =
                        "AMQP 1.0 port of the embedded broker on 127.0.0.1; 0 for a free one, kept from then on; -1 for none")
        int brokerAmqpPort,

        @Setting(
                key = "docket.embedded.broker.stomp",
                value = "-1",
                min = "-1",
                max = "65535",
                meaning =
                        "STOMP port of the embedded broker on 127.0.0.1; 0 for a free one, kept from then on; -1 for none")
        int brokerStompPort) {
    /** What the embedded broker listens on. */
    BrokerPorts brokerPorts() {
        return new BrokerPorts(brokerPort, brokerAmqpPort, brokerStompPort);
    }
}
