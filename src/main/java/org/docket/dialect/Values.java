package org.docket.dialect;

import java.util.Locale;
import java.util.Map;

/**
 * What the values of a field mean.
 *
 * @param known value in upper case → what it means: codes are written in any case
 * @param unknown what becomes of a value that is not among them
 */
record Values(Map<String, String> known, Unknown unknown) {
    /** As they stand. */
    static final Values ANY = new Values(Map.of(), new Unknown.Keep());

    /** What becomes of a value that has no meaning of its own. */
    sealed interface Unknown {
        /** It counts as it stands. */
        record Keep() implements Unknown {}

        /** It counts as if nothing stood there. */
        record LeaveOut() implements Unknown {}

        /** It is noted as a problem. */
        record Problem() implements Unknown {}

        /** It means that. */
        record Otherwise(String meaning) implements Unknown {}
    }

    static String key(String value) {
        return value.strip().toUpperCase(Locale.ROOT);
    }
}
