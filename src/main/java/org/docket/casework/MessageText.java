package org.docket.casework;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The text of a JMS message. Bytes that are text in UTF-8 count as text: clients of AMQP and STOMP send a BytesMessage without meaning
 * to. What else a message carries is not touched: an object of an ObjectMessage would be made by what its sender wrote.
 */
final class MessageText {
    private MessageText() {}

    /**
     * Reads it; empty for a message of another kind.
     *
     * @throws RefusedMessage if it cannot be read, or its bytes are no text in UTF-8
     */
    static String of(Message message) {
        try {
            if (message instanceof TextMessage text) {
                String words = text.getText();
                return words == null ? "" : words;
            }
            return message instanceof BytesMessage bytes ? decode(bytes.getBody(byte[].class)) : "";
        } catch (JMSException e) {
            // The message is here: nothing of the broker can fail, but what it carries can be broken.
            throw new RefusedMessage("the text of the message cannot be read: send a TextMessage in UTF-8", e);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedMessage(
                    "the bytes of the message are no text in UTF-8: send a TextMessage, or encode the text in UTF-8",
                    e);
        }
    }
}
