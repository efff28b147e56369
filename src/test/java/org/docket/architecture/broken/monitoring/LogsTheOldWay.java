package org.docket.architecture.broken.monitoring;

import java.util.logging.Logger;

/** Its lines miss the log. */
public final class LogsTheOldWay {
    public void tell() {
        Logger.getLogger("org.docket").info("told");
    }
}
