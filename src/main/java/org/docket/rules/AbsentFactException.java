package org.docket.rules;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;
import java.util.NoSuchElementException;

/** A rule asked for a fact that is not known of the recording. Logical operators may still absorb it, as CEL has it. */
final class AbsentFactException extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fact;

    AbsentFactException(String fact) {
        super(new NoSuchElementException(fact), CelErrorCode.ATTRIBUTE_NOT_FOUND);
        this.fact = fact;
    }

    /** The fact as a rule writes it: {@code officer.unit}. */
    String fact() {
        return fact;
    }
}
