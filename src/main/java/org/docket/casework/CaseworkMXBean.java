package org.docket.casework;

/** The handovers to one case system: {@code org.docket:type=Casework,system=<id>}. */
public interface CaseworkMXBean {
    /** Not given to the broker yet. */
    long getPendingHandovers();

    /** The broker has them; the case system has time left to answer. */
    long getSentHandovers();

    /** The broker has them, and the case system did not answer in time. They are sent again. */
    long getOverdueHandovers();

    /** The case system has the evidence. */
    long getAcknowledgedHandovers();

    /** The case system does not take the evidence; a person has to look. */
    long getRejectedHandovers();

    /** Those of the pending and overdue ones that cannot be put into the form that the case system reads; a person has to look. */
    long getPutOffHandovers();

    /** How long the oldest handover waits that is not acknowledged; 0 if none does. */
    long getOldestOpenSeconds();

    /**
     * Sends a handover again that was rejected, or not answered. Who said so and why stands in the ledger of its recording.
     *
     * @param handover its id
     * @param by who says so
     * @param reason why
     */
    String sendAgain(String handover, String by, String reason);

    /**
     * The same with all that were rejected.
     *
     * @param by who says so
     * @param reason why
     */
    String sendRejectedAgain(String by, String reason);
}
