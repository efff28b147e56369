package org.docket.casework;

/** A message cannot be put into the form that its case system reads, now or whenever it is tried again with the same transformation. */
final class UnwritableMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnwritableMessage(String reason) {
        super(reason);
    }

    UnwritableMessage(String reason, Throwable cause) {
        super(reason, cause);
    }
}
