package org.docket.casework;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Counts how often messages failed for no passing reason: such a message would fail for ever, and let nothing past. What fails because
 * database or broker are away counts for nothing. A hub that starts again counts anew.
 */
final class Defects {
    private static final int MOST_MESSAGES = 10_000;

    /**
     * Connection exception, a database that only reads, authorization, unknown catalogue, transaction rollback, rights and schema (of a
     * database that is being changed), insufficient resources, object in use, operator intervention, system error.
     */
    private static final Set<String> PASSING = Set.of("08", "25", "28", "3D", "40", "42", "53", "55", "57", "58");

    private final int most;

    /** The deliveries of each message at which it failed, by their numbers: whoever asks twice of one changes nothing. */
    private final Map<String, Set<Integer>> failed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<Integer>> eldest) {
            return size() > MOST_MESSAGES;
        }
    };

    Defects(int most) {
        this.most = most;
    }

    /** Notes that this delivery of a message failed, and says whether it failed often enough now to be given up. */
    synchronized boolean isEnough(Message message, Throwable failure) throws JMSException {
        if (passes(failure)) {
            return false;
        }
        Set<Integer> deliveries = failed.computeIfAbsent(message.getJMSMessageID(), id -> new HashSet<>());
        deliveries.add(message.getIntProperty("JMSXDeliveryCount"));
        return deliveries.size() >= most;
    }

    /** Whether a failure is of the kind that ends by itself. */
    static boolean passes(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || state.length() < 2 || PASSING.contains(state.substring(0, 2));
            }
            if (cause instanceof JMSException
                    || (cause instanceof IOException && !(cause instanceof JsonProcessingException))
                    || cause instanceof TimeoutException
                    || cause instanceof InterruptedException
                    || cause instanceof RejectedExecutionException) {
                return true;
            }
        }
        return false;
    }
}
