package org.docket.chaos;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The docks of a run, each with another way to clear up. */
enum FedDock {
    /** Docket deletes its sources. */
    NORTH("delete", false),
    /** The same, and it writes markers. */
    SOUTH("delete", true),
    /** Docket deletes its sources after a while. */
    EAST("keep PT1S", false),
    /** It clears up itself: it erases a source whose receipt fits, or leaves it. */
    WEST("leave", false);

    private final String release;
    private final boolean markersOnly;

    FedDock(String release, boolean markersOnly) {
        this.release = release;
        this.markersOnly = markersOnly;
    }

    /** The name of its folder. */
    String id() {
        return name().toLowerCase(Locale.ROOT) + "-dock";
    }

    boolean isMarkersOnly() {
        return markersOnly;
    }

    /** Whether Docket takes the sources away. */
    boolean isCleared() {
        return !release.equals("leave");
    }

    /** All of them as a hub reads them. */
    static String yaml() {
        return Arrays.stream(values())
                .map(dock -> """
                        - id: %s
                          release: %s
                          markers-only: %s
                        """.formatted(dock.id(), dock.release, dock.markersOnly))
                .collect(Collectors.joining("", """
                        defaults:
                          zone: Europe/London
                          name-pattern: '(?<officer>[^_]+)_(?<camera>[^_]+)_(?<startedAt>\\d{8}T\\d{6})'
                          release: leave
                          markers-only: false
                        docks:
                        """, ""));
    }
}
