package org.docket.dialect;

import java.util.Optional;

/** How the sidecars of a dialect are written, and how places in them are named. */
sealed interface Notation permits JsonNotation, XmlNotation, CsvNotation {
    Format format();

    /**
     * Takes a sidecar apart.
     *
     * @throws UnreadableException if it is not written so; the message goes on after the name of the sidecar
     */
    Document open(byte[] content) throws UnreadableException;

    /** What is wrong with the name of a place, and what to do; empty if it can be used. */
    Optional<String> faultOf(String place);
}
