package org.docket.casework;

/** A message of a case system cannot be acted on. It goes to the queue of refused messages, unchanged, with this reason. */
public final class RefusedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedMessage(String reason) {
        super(reason);
    }

    public RefusedMessage(String reason, Throwable cause) {
        super(reason, cause);
    }
}
