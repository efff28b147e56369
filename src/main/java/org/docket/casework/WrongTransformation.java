package org.docket.casework;

/** A transformation cannot be used. The message says where it is wrong, as {@code <file>:<line>:<column>}, and what is wrong. */
final class WrongTransformation extends Exception {
    private static final long serialVersionUID = 1L;

    WrongTransformation(String message, Throwable cause) {
        super(message, cause);
    }
}
