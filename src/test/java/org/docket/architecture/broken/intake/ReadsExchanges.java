package org.docket.architecture.broken.intake;

import org.apache.camel.Exchange;

/** A capability that only works inside a route. */
public final class ReadsExchanges {
    public String name(Exchange exchange) {
        return exchange.getExchangeId();
    }
}
