package org.docket.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.vault.DepositRequest;

/** What intake found a presented source to be. */
public sealed interface Arrival {
    /**
     * A recording that the vault does not hold yet.
     *
     * @param presentation key of the presentation
     * @param sidecar as it was found beside the source
     * @param resumed whether it was taken in before and did not get to its end
     */
    record Taken(
            UUID recordingId,
            long presentation,
            Source source,
            Instant receivedAt,
            Optional<Sidecar> sidecar,
            boolean resumed)
            implements Arrival {

        /** The transfer that brings it into the vault. */
        DepositRequest deposit(String contentType) {
            return new DepositRequest(
                    recordingId,
                    source.dock().id(),
                    source.path(),
                    source.bytes(),
                    source.modifiedAt(),
                    Names.blob(recordingId, receivedAt, source.name()),
                    contentType,
                    resumed);
        }
    }

    /**
     * The vault holds a verified copy already.
     *
     * @param presentation key of the presentation
     * @param recording the recording that it is, DEPOSITED
     * @param again whether it is another presentation than the one that brought the recording
     */
    record Known(long presentation, Recording recording, Source source, boolean again) implements Arrival {

        UUID recordingId() {
            return recording.id();
        }
    }

    /**
     * A sidecar whose recording was dealt with before, or is not there yet.
     *
     * @param alone for how long it has been so at most
     * @param overdue whether that is longer than its recording is waited for
     */
    record Late(Source source, Duration alone, boolean overdue) implements Arrival {}

    /** It is no recording. */
    record Refused(Source source, QuarantineReason reason) implements Arrival {}

    /** Nothing is to be done for it now. */
    record Settled() implements Arrival {}
}
