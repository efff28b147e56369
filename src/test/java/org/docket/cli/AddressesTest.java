package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jdbc:postgresql://db:5432/docket?user=postgres&password=s3cret | jdbc:postgresql://db:5432/docket
                    tcp://127.0.0.1:61616                                          | tcp://127.0.0.1:61616
                    failover:(ssl://a:1?p=x,ssl://b:2?p=y)?jms.password=z          | failover:(ssl://a:1,ssl://b:2)
                    amqps://user:s3cret@broker:5671                                | amqps://broker:5671
                    https://acc.blob.core.windows.net/?sig=abc                     | https://acc.blob.core.windows.net/
                    """)
    void showNoCredentials(String url, String shown) {
        assertThat(Addresses.shown(url)).isEqualTo(shown);
    }
}
