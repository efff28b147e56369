package org.docket.cli;

import picocli.CommandLine.Option;

/** What tells the holds of one recording apart. */
final class HoldName {
    @Option(
            names = "--kind",
            required = true,
            paramLabel = "KIND",
            description = "One of holds in retention.yaml, such as legal, complaint, subject-access or review.")
    private String kind;

    @Option(
            names = "--reference",
            required = true,
            paramLabel = "REF",
            description = "Reference of the case or request.")
    private String reference;

    String kind() {
        return kind;
    }

    String reference() {
        return reference;
    }

    @Override
    public String toString() {
        return kind + " " + reference;
    }
}
