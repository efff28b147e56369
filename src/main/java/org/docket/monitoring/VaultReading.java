package org.docket.monitoring;

import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.monitoring.Verification.Finding;
import org.docket.monitoring.Verification.Kind;
import org.docket.monitoring.Verification.Part;
import org.docket.vault.Fixity;
import org.docket.vault.Vault;

/** Reads blobs again, one after another; stops when the vault does not answer any more, and remembers how many it did not read. */
final class VaultReading {
    /** As many failures in a row mean the vault and not a blob. */
    private static final int MOST_FAILURES = 3;

    private final Vault vault;
    private long read;
    private long archived;
    private long unread;
    private int failures;

    VaultReading(Vault vault) {
        this.vault = vault;
    }

    /** How many blobs the vault gave an answer about. */
    long read() {
        return read;
    }

    /** How many blobs were passed over because they are in the archive. */
    long archived() {
        return archived;
    }

    /** Looks whether the vault is as the state of that recording says. */
    Optional<Finding> look(Recording recording, String sha256) {
        boolean condemned = recording.state() == RecordingState.DISPOSING;
        if (condemned) {
            return Optional.empty();
        }
        if (failures >= MOST_FAILURES) {
            unread++;
            return Optional.empty();
        }
        String blob = String.valueOf(recording.blob());
        Fixity fixity =
                recording.state() == RecordingState.DISPOSED ? absence(recording, blob) : vault.reread(blob, sha256);
        if (fixity instanceof Fixity.Archived) {
            failures = 0;
            archived++;
            return Optional.empty();
        }
        if (fixity instanceof Fixity.Unknown unknown) {
            failures++;
            return finding(Kind.UNKNOWN, recording.id(), unknown.reason());
        }
        failures = 0;
        read++;
        return fixity instanceof Fixity.Altered altered
                ? finding(Kind.WRONG, recording.id(), altered.finding())
                : Optional.empty();
    }

    private Fixity absence(Recording recording, String blob) {
        try {
            return vault.isAbsent(blob)
                    ? new Fixity.Intact()
                    : new Fixity.Altered("blob " + blob + " is in the vault, but the recording was disposed of at "
                            + recording.disposedAt());
        } catch (RuntimeException e) {
            return new Fixity.Unknown("the vault could not be asked about blob " + blob + ": " + e.getMessage());
        }
    }

    /** What was not read because the vault did not answer. */
    Optional<Finding> unread() {
        return unread == 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        Part.VAULT,
                        Kind.UNKNOWN,
                        null,
                        "the vault does not answer: " + unread + " more blobs were not read"));
    }

    private static Optional<Finding> finding(Kind kind, UUID recording, String what) {
        return Optional.of(new Finding(Part.VAULT, kind, recording, what));
    }
}
