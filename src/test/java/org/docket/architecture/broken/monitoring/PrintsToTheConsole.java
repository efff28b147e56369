package org.docket.architecture.broken.monitoring;

/** What it says is not in the log. */
public final class PrintsToTheConsole {
    public void tell() {
        System.out.println("told");
    }
}
