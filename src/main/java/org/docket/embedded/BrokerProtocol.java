package org.docket.embedded;

/** What case systems may speak with the embedded broker. */
enum BrokerProtocol {
    OPEN_WIRE("ActiveMQ", "openwire", "tcp", ""),
    /** Messages become JMS messages and back: text to text, application properties to properties. */
    AMQP("ActiveMQ-AMQP", "amqp", "amqp", "&transport.transformer=jms"),
    STOMP("ActiveMQ-STOMP", "stomp", "stomp", "");

    private static final int MIB = 1024 * 1024;

    /** Messages are JSON documents of a few kilobytes. */
    private static final int LARGEST_FRAME = 16 * MIB;

    private final String part;
    private final String connector;
    private final String scheme;
    private final String options;

    BrokerProtocol(String part, String connector, String scheme, String options) {
        this.part = part;
        this.connector = connector;
        this.scheme = scheme;
        this.options = options;
    }

    /** Under which its port is remembered. */
    String part() {
        return part;
    }

    /** Of the connector, as its MBean is called. */
    String connector() {
        return connector;
    }

    /** What clients connect to. */
    String url(int port) {
        return scheme + "://127.0.0.1:" + port;
    }

    /** What the broker listens on. */
    String listener(int port) {
        return url(port) + "?maximumConnections=200&wireFormat.maxFrameSize=" + LARGEST_FRAME + options;
    }
}
