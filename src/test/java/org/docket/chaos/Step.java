package org.docket.chaos;

/** What the hub does that can be seen from outside its code. */
sealed interface Step permits BlobCall, Transaction, RouteNode {
    /** On which side of a step. */
    enum Moment {
        BEFORE,
        AFTER
    }
}
