package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.docket.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {
    private static final String DEFAULTS =
            "maxReconnectAttempts=0&maxReconnectDelay=2000&startupMaxReconnectAttempts=1&timeout=3000";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover:(ssl://a:1,ssl://b:2)        | failover:(ssl://a:1,ssl://b:2)?" + DEFAULTS,
                "failover:ssl://a:1                    | failover:(ssl://a:1)?" + DEFAULTS,
                "failover://(tcp://a:1?soTimeout=9)    | failover:(tcp://a:1?soTimeout=9)?" + DEFAULTS,
                "failover:(tcp://a:1)?randomize=false  | failover:(tcp://a:1)?maxReconnectAttempts=0&maxReconnectDelay=2000&randomize=false"
                        + "&startupMaxReconnectAttempts=1&timeout=3000",
                "failover:(tcp://a:1)?timeout=9&startupMaxReconnectAttempts=-1&maxReconnectAttempts=8&maxReconnectDelay=7 | failover:(tcp://a:1)"
                        + "?maxReconnectAttempts=8&maxReconnectDelay=7&startupMaxReconnectAttempts=-1&timeout=9",
                "tcp://a:1                             | tcp://a:1",
                "nio+ssl://a:1                         | nio+ssl://a:1"
            })
    void waitsForNoBrokerForEverUnlessItsUrlSaysSo(String configured, String url) {
        assertThat(BrokerUrl.of(configured).text()).isEqualTo(url);
    }

    @Test
    void knowsWhetherTlsIsSpoken() {
        assertThat(BrokerUrl.of("failover:(tcp://a:1,ssl://b:2)").encrypted()).hasToString("[ssl://b:2]");
        assertThat(BrokerUrl.of("failover:(tcp://a:1,nio://b:2)").encrypted()).isEmpty();
        assertThat(BrokerUrl.of("nio+ssl://a:1").encrypted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"broker", "sll://broker:61617", "failover:(sll://broker:61617)", "failover:()", "tcp://a b:1"})
    void refusesWhatIsNoUrlOfABroker(String configured) {
        assertThatThrownBy(() -> BrokerUrl.of(configured))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("docket.broker.url is no URL of a broker")
                .hasMessageContaining("ssl://broker:61617");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://a:1?jms.userName=u&jms.password=geheim", "failover:(ssl://u:geheim@a:1)"})
    void refusesAPasswordWithoutSayingIt(String configured) {
        assertThatThrownBy(() -> BrokerUrl.of(configured))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("docket.broker.password")
                .hasMessageNotContaining("geheim");
    }
}
