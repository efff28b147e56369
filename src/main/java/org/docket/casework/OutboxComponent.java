package org.docket.casework;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The outbox as a source of exchanges: {@code outbox:<system>} gives batches of handovers to one case system, at once when there are any,
 * and waits in between without asking the database. The route has to report each batch as sent; one that fails is given again.
 */
@Metadata(label = "messaging")
public final class OutboxComponent extends DefaultComponent {
    private final Relay relay;
    private final PutOffs putOffs;
    private final Bell bell;
    private final Clock clock;

    public OutboxComponent(Relay relay, PutOffs putOffs, Bell bell, Clock clock) {
        this.relay = relay;
        this.putOffs = putOffs;
        this.bell = bell;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String system, Map<String, Object> parameters) throws Exception {
        OutboxEndpoint endpoint = new OutboxEndpoint(uri, this, system);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The handovers to one case system. */
    public static final class OutboxEndpoint extends DefaultEndpoint {
        private final OutboxComponent component;
        private final String system;
        private int batch = 100;
        private int lanes = 1;
        private int perSecond;

        OutboxEndpoint(String uri, OutboxComponent component, String system) {
            super(uri, component);
            this.component = component;
            this.system = system;
        }

        /** How many handovers there are at most in an exchange. */
        public void setBatch(int batch) {
            this.batch = batch;
        }

        /** How many exchanges there are at once. */
        public void setLanes(int lanes) {
            this.lanes = lanes;
        }

        /** How many handovers are given in a second, by all lanes together; 0 for as many as there are. */
        public void setPerSecond(int perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("handovers are written with what causes them, not by a route");
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            OutboxConsumer consumer = new OutboxConsumer(this, processor);
            configureConsumer(consumer);
            return consumer;
        }
    }

    private static final class OutboxConsumer extends DefaultConsumer {
        private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

        /** If the broker takes none of so many, it takes none. */
        private static final int FEW = 3;

        private final OutboxEndpoint endpoint;
        private final Pace pace;
        private final List<Bell.Attendance> attending = new ArrayList<>();
        private @Nullable ExecutorService lanes;

        OutboxConsumer(OutboxEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
            this.endpoint = endpoint;
            this.pace = new Pace(endpoint.perSecond, endpoint.component.clock);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            endpoint.component.putOffs.tryNow(endpoint.system);
            ExecutorService started = getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .newFixedThreadPool(this, "casework-relay-" + endpoint.system, endpoint.lanes);
            for (int i = 0; i < endpoint.lanes; i++) {
                Bell.Attendance attendance = endpoint.component.bell.attend(endpoint.system);
                attending.add(attendance);
                started.execute(() -> relay(attendance));
            }
            lanes = started;
        }

        /** What is under way is sent and reported before this ends. */
        @Override
        protected void doStop() throws Exception {
            attending.forEach(Bell.Attendance::leave);
            ExecutorService ending = lanes;
            if (ending != null) {
                getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(ending);
            }
            attending.forEach(Bell.Attendance::close);
            attending.clear();
            lanes = null;
            super.doStop();
        }

        @Override
        protected void doSuspend() throws Exception {
            doStop();
        }

        @Override
        protected void doResume() throws Exception {
            doStart();
        }

        private void relay(Bell.Attendance attendance) {
            Duration pause = FIRST_PAUSE;
            while (!attendance.isLeaving()) {
                attendance.listen();
                if (relayBatch(attendance)) {
                    pause = FIRST_PAUSE;
                } else {
                    attendance.pause(pause);
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }

        /** Whether all went well. */
        private boolean relayBatch(Bell.Attendance attendance) {
            int most = pace.take(endpoint.batch);
            if (most == 0) {
                attendance.pause(pace.untilNext(endpoint.batch));
                return true;
            }
            try {
                List<Handover> handovers = endpoint.component.relay.claim(endpoint.system, most);
                pace.giveBack(most - handovers.size());
                if (handovers.isEmpty()) {
                    attendance.await(endpoint.component.relay.untilNext(endpoint.system));
                    return true;
                }
                return send(handovers).isEmpty() || sendApart(handovers);
            } catch (Throwable e) { // A lane that ended would leave what waits to nobody.
                getExceptionHandler().handleException("handovers to " + endpoint.system + " were not sent", e);
                return false;
            }
        }

        /**
         * One by one, so that what the broker does not take keeps back nothing else. What failed before another was sent failed for what
         * it is. If none of a few is taken, it is not for what they are.
         *
         * @return whether some were sent
         */
        private boolean sendApart(List<Handover> handovers) {
            if (handovers.size() == 1) {
                endpoint.component.relay.free(handovers);
                return false;
            }
            List<Handover> shuffled = new ArrayList<>(handovers);
            Collections.shuffle(shuffled);
            List<PutOffs.PutOff> refused = new ArrayList<>();
            List<PutOffs.PutOff> failed = new ArrayList<>();
            boolean some = false;
            for (Handover handover : shuffled) {
                Optional<String> why = send(List.of(handover));
                if (why.isPresent()) {
                    failed.add(new PutOffs.PutOff(handover, why.get()));
                } else {
                    some = true;
                    refused.addAll(failed);
                    failed.clear();
                }
                if (failed.size() == FEW) {
                    break;
                }
            }
            endpoint.component.putOffs.putOff(refused);
            endpoint.component.relay.free(handovers);
            return some && failed.size() < FEW;
        }

        /** Why they were not sent; nothing if they were. */
        private Optional<String> send(List<Handover> handovers) {
            Exchange exchange = createExchange(false);
            try {
                exchange.getMessage().setBody(handovers);
                getProcessor().process(exchange);
                Exception failure = exchange.getException();
                if (failure != null) {
                    // A transaction that could not even begin is no failure of a step.
                    endpoint.component.relay.failed(handovers, failure.getMessage());
                    throw failure;
                }
                return Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                        .map(String::valueOf);
            } catch (Exception e) {
                getExceptionHandler()
                        .handleException("handovers to " + endpoint.system + " were not sent", exchange, e);
                return Optional.of(String.valueOf(e));
            } finally {
                releaseExchange(exchange, false);
            }
        }
    }
}
