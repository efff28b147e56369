package org.docket.embedded;

/** What a process wants to be to the embedded parts of one home. */
public enum Role {
    /** Starts the part and stops it; waits for another owner to go, for a limited time. The hub is an owner. */
    OWNER,
    /** Uses the part of a living owner and leaves it running; is the owner where there is none. A command is either. */
    EITHER
}
