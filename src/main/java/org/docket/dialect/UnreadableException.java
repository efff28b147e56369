package org.docket.dialect;

import org.jspecify.annotations.Nullable;

/** A sidecar, or one place in it, cannot be read. The message goes on after the name of what it is. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        this(message, null);
    }

    UnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
