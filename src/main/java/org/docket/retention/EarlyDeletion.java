package org.docket.retention;

/**
 * Whether a recording of a category may be deleted before its time.
 *
 * @param ask who may ask for it
 * @param secondPerson whether a second person has to approve it, whoever asks
 */
public record EarlyDeletion(Ask ask, boolean secondPerson) {
    /** Who may ask. */
    public enum Ask {
        /** Nobody: it is kept for its whole time. */
        NOBODY,
        /** The officer of the recording, and everybody with the authority of a supervisor. */
        OFFICER,
        /** Everybody with the authority of a supervisor. */
        SUPERVISOR
    }
}
