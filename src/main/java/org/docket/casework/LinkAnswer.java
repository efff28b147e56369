package org.docket.casework;

/**
 * A link on its way to the case system that asked for it. Whoever has the text can read the recording: it goes to the broker, and nowhere
 * else.
 *
 * @param queue that the case system reads
 * @param text in the form that it reads
 */
public record LinkAnswer(String queue, String type, String text) {
    @Override
    public String toString() {
        return "a link for " + queue;
    }
}
