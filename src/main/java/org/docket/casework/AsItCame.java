package org.docket.casework;

import jakarta.jms.Message;
import jakarta.jms.Session;
import org.apache.activemq.command.ActiveMQMessage;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Passes a message on as it came: of whatever kind it is, and without a look at what it carries. What its sender put beside that could
 * tell the broker what to do with it, and stays behind.
 */
public final class AsItCame implements MessageConverter {
    @Override
    public Message toMessage(Object message, Session session) {
        if (message instanceof ActiveMQMessage came) {
            ActiveMQMessage copy = (ActiveMQMessage) came.copy();
            copy.clearProperties();
            copy.setReplyTo(null);
            copy.setGroupID(null);
            return copy;
        }
        throw new MessageConversionException("only a message of ActiveMQ can be passed on as it came, and this is a "
                + message.getClass().getName());
    }

    @Override
    public Object fromMessage(Message message) {
        return message;
    }
}
