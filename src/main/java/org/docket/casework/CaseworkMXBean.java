package org.docket.casework;

/** The handovers to one case system: {@code org.docket:type=Casework,system=<id>}. */
public interface CaseworkMXBean {
    /** Not given to the broker yet. */
    long getPendingHandovers();

    /** The broker has them; the case system has not answered. */
    long getSentHandovers();

    /** The case system has the evidence. */
    long getAcknowledgedHandovers();

    /** The case system does not take the evidence; a person has to look. */
    long getRejectedHandovers();
}
