package org.docket.architecture.broken.monitoring;

import java.util.Date;

/** A time that can be changed, without a zone. */
@SuppressWarnings("JavaUtilDate")
public final class KeepsADate {
    private final Date at = new Date(0);

    @Override
    public String toString() {
        return at.toString();
    }
}
