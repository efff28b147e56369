package org.docket.chaos;

import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** Sees a recording come to the steps of the routes, and leave them. */
record WatchedRoutes(Armed armed) implements InterceptStrategy {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Optional<RouteNode> node = RouteNode.of(definition.getId());
        return node.isPresent() ? new Watched(target, node.get()) : target;
    }

    private final class Watched extends DelegateAsyncProcessor {
        private final RouteNode node;

        Watched(Processor target, RouteNode node) {
            super(target);
            this.node = node;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            armed.pass(Step.Moment.BEFORE, node);
            return super.process(exchange, doneSync -> {
                armed.pass(Step.Moment.AFTER, node);
                callback.done(doneSync);
            });
        }
    }
}
