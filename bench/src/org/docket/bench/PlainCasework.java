package org.docket.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * What somebody would write instead with Camel alone, on the same broker: a transacted route that sends batches, and a transacted route
 * that hears the answers, one by one, as they come. Nothing of it is kept, or one column of a row with each answer.
 */
final class PlainCasework {
    /** Read by a case system of its own. */
    static final String QUEUE = "bench.plain.out";

    static final String ANSWERS = "bench.plain.in";

    private static final String NOBODY = "bench.plain.kept";

    private final CamelContext camel;
    private final DataSource database;
    private final int batch;
    private final AtomicInteger answered = new AtomicInteger();
    private final ObjectMapper json = new ObjectMapper();
    private volatile boolean updating;

    PlainCasework(CamelContext camel, DataSource database, int batch) throws Exception {
        this.camel = camel;
        this.database = database;
        this.batch = batch;
        try (Connection connection = database.getConnection()) {
            connection
                    .createStatement()
                    .execute("create table bench_plain (id text primary key, answered_at timestamptz)");
        }
        camel.addRoutes(routes());
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                for (String queue : List.of(NOBODY, QUEUE)) {
                    from("direct:" + queue)
                            .routeId(queue)
                            .policy("caseworkTransaction")
                            .split(body())
                            .to("jms:queue:" + queue
                                    + "?jmsMessageType=Text&deliveryPersistent=true&disableReplyTo=true");
                }
                from("jms:queue:" + ANSWERS + "?transacted=true&lazyCreateTransactionManager=false"
                                + "&cacheLevelName=CACHE_CONSUMER")
                        .routeId(ANSWERS)
                        .process(PlainCasework.this::hear);
            }
        };
    }

    private void hear(Exchange exchange) throws Exception {
        String id = json.readTree(exchange.getMessage().getBody(String.class))
                .path("data")
                .path("handoverId")
                .textValue();
        if (updating) {
            update(id);
        }
        answered.incrementAndGet();
    }

    private void update(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update bench_plain set answered_at = now() where id = ?")) {
            update.setString(1, id);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("there is no row " + id);
            }
        }
    }

    /** Seconds until the broker has the messages; nobody reads them. */
    double send(List<String> messages) throws Exception {
        long begun = System.nanoTime();
        send(NOBODY, messages);
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Takes away what nobody reads: it would fill the memory of the broker, which then reads everything from the disk. */
    static void forget() throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("org.apache.activemq:type=Broker,brokerName=docket,destinationType=Queue,"
                                + "destinationName=" + NOBODY),
                        "purge",
                        new Object[0],
                        new String[0]);
    }

    /** Seconds until the answers to the messages were heard. */
    double roundTrip(List<String> messages) throws Exception {
        updating = false;
        return sendAndHear(messages);
    }

    /** The same, with an update of a row with each answer. */
    double roundTripWithUpdates(List<String> messages) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into bench_plain (id) values (?)")) {
            connection.createStatement().execute("truncate bench_plain");
            for (String message : messages) {
                insert.setString(1, json.readTree(message).path("id").textValue());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.createStatement().execute("analyze bench_plain");
        }
        updating = true;
        return sendAndHear(messages);
    }

    private double sendAndHear(List<String> messages) throws Exception {
        answered.set(0);
        long begun = System.nanoTime();
        send(QUEUE, messages);
        while (answered.get() < messages.size()) {
            Thread.sleep(5);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private void send(String queue, List<String> messages) throws Exception {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            for (int first = 0; first < messages.size(); first += batch) {
                template.sendBody("direct:" + queue, messages.subList(first, Math.min(messages.size(), first + batch)));
            }
        }
    }
}
