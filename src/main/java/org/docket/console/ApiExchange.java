package org.docket.console;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.docket.retention.Speaker;

/** Between Camel and REST: reads a request from an exchange, and writes the answer into it. */
public final class ApiExchange {
    /** The request that the exchange began with. */
    public ApiRequest read(Exchange exchange) {
        HttpMessage message = exchange.getMessage(HttpMessage.class);
        byte[] body = exchange.getMessage().getBody(byte[].class);
        return new ApiRequest(
                message.getRequest().method().name(),
                message.getRequest().path(),
                Optional.ofNullable(message.getRequest().query()).orElse(""),
                name -> message.getRequest().headers().getAll(name),
                body == null ? new byte[0] : body);
    }

    /** Makes that reply the answer to the variable {@code request}. Nothing of the request, such as its headers, goes back with it. */
    public void write(ApiReply reply, Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status());
        reply.headers().forEach(message::setHeader);
        ApiRequest request = exchange.getVariable("request", ApiRequest.class);
        Speaker speaker = exchange.getVariable("speaker", Speaker.class);
        if (request != null && speaker != null && request.isAct()) {
            Access.acted(speaker, request, reply);
        }
        message.setBody(
                request != null && request.wantsNoBody() ? null : reply.body().getBytes(StandardCharsets.UTF_8));
    }
}
