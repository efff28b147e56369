package org.docket.architecture.broken.monitoring;

import java.util.Date;

/** Spreads the old type to its callers. */
@SuppressWarnings("JavaUtilDate")
public interface ReturnsADate {
    Date at();
}
