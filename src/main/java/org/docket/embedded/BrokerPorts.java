package org.docket.embedded;

/**
 * The ports on 127.0.0.1 of the embedded broker, one for each protocol: 0 for the one of the last start if it is free, else any free
 * one; {@link #OFF} for a protocol that it does not speak.
 *
 * @param openWire always spoken
 */
public record BrokerPorts(int openWire, int amqp, int stomp) {
    /** Not spoken. */
    public static final int OFF = -1;

    /** OpenWire only. */
    public static BrokerPorts openWire(int port) {
        return new BrokerPorts(port, OFF, OFF);
    }
}
