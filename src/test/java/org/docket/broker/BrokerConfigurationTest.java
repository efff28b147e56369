package org.docket.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.docket.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class BrokerConfigurationTest {
    @Test
    void believesNoPropertyThatSendersCanWrite() {
        assertThatThrownBy(() -> at("", "docket_user").requireSound())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("docket.broker.user-property is 'docket_user'");
        assertThatCode(() -> at("", "").requireSound()).doesNotThrowAnyException();
        assertThatCode(() -> at("tcp://broker:61616", "docket_user").requireSound())
                .doesNotThrowAnyException();
    }

    private static BrokerConfiguration at(String url, String userProperty) {
        return new BrokerConfiguration(url, "", "", userProperty, "", "", "", "", 0, 200, "", Duration.ofSeconds(30));
    }
}
