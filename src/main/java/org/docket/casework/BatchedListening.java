package org.docket.casework;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * Listens for messages of case systems, and takes those that wait already in one transaction of the broker, each through the route by
 * itself. What fails brings back all of them; then each has a transaction of its own, so one that fails always keeps back no other.
 */
public final class BatchedListening implements MessageListenerContainerFactory {
    /** Of the thread that listens; Spring gives it with no message. */
    private static final ThreadLocal<MessageConsumer> CONSUMER = new ThreadLocal<>();

    private final GatheredAnswers<Message> answers;
    private final int batch;

    public BatchedListening(GatheredAnswers<Message> answers, int batch) {
        this.answers = answers;
        this.batch = batch;
    }

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        return new Container(endpoint);
    }

    private final class Container extends DefaultJmsMessageListenerContainer {
        Container(JmsEndpoint endpoint) {
            super(endpoint);
        }

        @Override
        protected Message receiveMessage(MessageConsumer consumer) throws JMSException {
            CONSUMER.set(consumer);
            return super.receiveMessage(consumer);
        }

        @Override
        protected void invokeListener(Session session, Message first) throws JMSException {
            if (first.getJMSRedelivered()) {
                super.invokeListener(session, first);
                return;
            }
            try {
                Message message = first;
                for (int taken = 1; message != null; taken++) {
                    if (message.getJMSReplyTo() == null) {
                        answers.gather(message);
                    } else {
                        answers.gatherNothing();
                    }
                    super.invokeListener(session, message);
                    message = taken < batch && isRunning() ? CONSUMER.get().receiveNoWait() : null;
                }
                for (Message refused : answers.write()) {
                    super.invokeListener(session, refused);
                }
            } finally {
                answers.forget();
            }
        }
    }
}
