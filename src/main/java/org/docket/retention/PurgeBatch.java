package org.docket.retention;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Recordings that a run is to dispose of together.
 *
 * @param progress of the run
 */
public record PurgeBatch(Progress progress, List<UUID> ids) {
    public PurgeBatch {
        ids = List.copyOf(ids);
    }

    /**
     * Those of them that are condemned.
     *
     * @param recordings may be empty
     * @param fresh those that were condemned just now: the vault was never told to delete them
     */
    public record OfCondemned(PurgeBatch batch, List<Condemned> recordings, Set<UUID> fresh) {
        OfCondemned with(List<Condemned> others) {
            return new OfCondemned(batch, others, fresh);
        }

        boolean isFresh(Condemned one) {
            return fresh.contains(one.recordingId());
        }

        List<String> blobs() {
            return recordings.stream().map(Condemned::blob).toList();
        }

        List<UUID> ids() {
            return recordings.stream().map(Condemned::recordingId).toList();
        }
    }

    /**
     * Those of them whose blobs are gone.
     *
     * @param files the texts that hold their certificates, to be put into the vault
     */
    public record OfCertified(
            PurgeBatch batch,
            List<Condemned> recordings,
            List<Certificate> certificates,
            List<Certificate.File> files) {}
}
