package org.docket.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the sink answers to one request.
 *
 * @param headers beside those that every answer has
 * @param content what the body is; its length is said even where the body is left out
 */
record SinkAnswer(int status, Map<String, String> headers, Content content) {

    /**
     * The bytes of a body.
     *
     * @param bytes the first of them; the rest is zeros
     * @param length of all of them
     */
    record Content(ByteBuffer bytes, long length) {
        static final Content NONE = of("");

        static Content of(String text) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            return new Content(bytes, bytes.remaining());
        }
    }

    static SinkAnswer of(int status) {
        return new SinkAnswer(status, new LinkedHashMap<>(), Content.NONE);
    }

    static SinkAnswer text(String text) {
        return new SinkAnswer(200, new LinkedHashMap<>(), Content.of(text));
    }

    static SinkAnswer xml(String text) {
        return text("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + text).with("Content-Type", "application/xml");
    }

    static SinkAnswer refused(int status, String code) {
        SinkAnswer answer = xml("<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
        return new SinkAnswer(status, answer.headers, answer.content).with("x-ms-error-code", code);
    }

    SinkAnswer with(String name, String value) {
        headers.put(name, value);
        return this;
    }
}
