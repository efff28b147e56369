package org.docket.cli;

/** What was asked for is not done. The message names the thing, what is wrong, and what to do, in one to three lines. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
