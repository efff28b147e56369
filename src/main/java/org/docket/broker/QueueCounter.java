package org.docket.broker;

import java.util.List;
import java.util.Map;

/** Finds out how many messages are in queues. */
public interface QueueCounter {
    /** Of each of these queues, and of others with dead letters if it knows of any. */
    Map<String, Depth> count(List<String> queues);
}
