package org.docket.cli;

import java.time.Clock;
import java.util.UUID;
import org.docket.Docket;
import org.docket.Parts;
import org.docket.catalogue.Recording;
import org.docket.configuration.Settings;
import org.docket.console.RecordingViews;
import org.docket.embedded.Role;
import org.docket.monitoring.MBeans;
import org.docket.retention.Authorities;

/** A command's visit to the capabilities: over the parts of the hub that runs, or over parts that end with the visit. */
final class Visit implements AutoCloseable {
    private final Parts parts;
    private final Docket docket;

    private Visit(Parts parts, Docket docket) {
        this.parts = parts;
        this.docket = docket;
    }

    static Visit begin(Settings settings, Clock clock) {
        Parts parts = Parts.open(settings, Role.EITHER);
        try {
            return new Visit(parts, new Docket(settings, parts, clock, new MBeans()));
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    Docket docket() {
        return docket;
    }

    Parts parts() {
        return parts;
    }

    /** Who may what, by the file as it is now; that it was changed leaves its trace here. */
    Authorities authorities() {
        docket.noteAuthorities();
        return docket.authorities();
    }

    RecordingViews views() {
        return new RecordingViews(
                docket.holds(),
                docket.outbox(),
                docket.retries(),
                docket.ledger(),
                docket.candidates(),
                docket::keepings);
    }

    /**
     * The recording of that id.
     *
     * @throws Refusal if there is none
     */
    Recording recording(UUID id) {
        return docket.catalogue().find(id).orElseThrow(() -> noRecording(id));
    }

    private static Refusal noRecording(UUID id) {
        return new Refusal("There is no recording " + id + ": look for its id with './docket recordings'.");
    }

    @Override
    public void close() {
        try (parts) {
            docket.close();
        }
    }
}
