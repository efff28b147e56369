package org.docket.enrich;

import java.util.Map;

/** Where the roster comes from. */
interface RosterSource {
    /** Looks whether there is another roster than at the last look. Only one thread looks at a time. */
    Look look();

    /** How it is called in the log. */
    @Override
    String toString();

    /** What a look gave. */
    sealed interface Look {
        /** There is nothing new, or it is still being written. */
        record Same() implements Look {}

        /** Another roster, by ids as ids are compared. */
        record Read(Map<String, RosterEntry> officers) implements Look {}

        /** What there is now cannot be a roster. The reason names no officer. */
        record Refused(String reason) implements Look {}
    }
}
