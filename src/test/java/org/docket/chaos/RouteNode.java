package org.docket.chaos;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Steps of the routes, by the ids that they have in {@code routes/}. */
enum RouteNode implements Step {
    TRANSFER("vault-deposit-transfer"),
    RELEASE("intake-receipt-release");

    private final String id;

    RouteNode(String id) {
        this.id = id;
    }

    static Optional<RouteNode> of(@Nullable String id) {
        return Stream.of(values()).filter(node -> node.id.equals(id)).findFirst();
    }
}
