package org.docket.preservation;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.docket.retention.RetentionRules;
import org.docket.vault.BlobProtection.Outcome;
import org.docket.vault.BlobTiers;
import org.docket.vault.BlobTiers.Priority;
import org.docket.vault.BlobTiers.Whereabouts;
import org.docket.vault.ProtectionConfiguration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Brings recordings back from the archive: they are asked for, and waited for. Asking again for the same one is fine. */
public final class Retrievals {
    private static final int MOST_AT_ONCE = 100;
    private static final String TIER = "tier";

    /** The time in which whoever asks tells the vault; then a look does. */
    private static final Duration TELLING = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final BlobTiers vault;
    private final Supplier<RetentionRules> rules;
    private final Notices notices;
    private final ProtectionConfiguration configuration;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    public Retrievals(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            BlobTiers vault,
            Supplier<RetentionRules> rules,
            Notices notices,
            ProtectionConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.vault = vault;
        this.rules = rules;
        this.notices = notices;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** What somebody who asks for a recording is told. */
    public sealed interface Answer {
        /** It is on its way; a notice says when it is there. */
        record Asked(Retrieval retrieval) implements Answer {}

        /** Somebody asked before, and it is on its way. */
        record AlreadyAsked(Retrieval retrieval) implements Answer {}

        /** It is not in the archive. */
        record ReadableNow() implements Answer {}

        /** It cannot be brought back. The reason says what a person can do. */
        record Refused(String reason) implements Answer {}
    }

    /**
     * Asks for a recording from the archive.
     *
     * @param by who asks
     * @param reason why; both stand in the ledger
     */
    public Answer ask(UUID recordingId, String by, String reason, Priority priority) {
        Optional<Recording> found = catalogue.find(recordingId);
        Optional<Answer> refused = refusal(recordingId, found.orElse(null));
        if (refused.isPresent()) {
            return refused.get();
        }
        Whereabouts whereabouts = vault.look(String.valueOf(found.orElseThrow().blob()));
        if (whereabouts instanceof Whereabouts.StillReadable) {
            // A retrieval that is still open has come to its end; whoever waits is told by the next look.
            return new Answer.ReadableNow();
        } else if (whereabouts instanceof Whereabouts.Missing) {
            return new Answer.Refused("the vault has no blob "
                    + found.orElseThrow().blob() + ": look at it with './docket verify " + recordingId + "'");
        } else if (whereabouts instanceof Whereabouts.Unknown unknown) {
            return new Answer.Refused(unknown.reason() + ": ask again when it answers");
        }
        Answer answer = jdbi.inTransaction(handle -> ask(handle, recordingId, by, reason, priority));
        if (answer instanceof Answer.Asked asked) {
            tell(asked.retrieval());
        } else if (answer instanceof Answer.AlreadyAsked already
                && already.retrieval().toldAt() == null) {
            tell(already.retrieval());
        }
        return answer;
    }

    private Answer ask(Handle handle, UUID recordingId, String by, String reason, Priority priority) {
        Optional<Recording> locked = catalogue.findForUpdate(handle, recordingId);
        Optional<Answer> refused = refusal(recordingId, locked.orElse(null));
        if (refused.isPresent()) {
            return refused.get();
        }
        Instant now = clock.instant();
        Optional<Retrieval> open = RetrievalRows.open(handle, recordingId);
        boolean sooner = open.isPresent() && open.get().priority() == Priority.STANDARD && priority == Priority.HIGH;
        if (open.isPresent() && !sooner) {
            return new Answer.AlreadyAsked(open.get());
        }
        if (sooner) {
            RetrievalRows.hurry(handle, open.get().id(), now.plus(TELLING));
        } else {
            RetrievalRows.insert(
                    handle,
                    new Retrieval(
                            ids.generate(),
                            recordingId,
                            String.valueOf(locked.orElseThrow().blob()),
                            by,
                            reason,
                            priority,
                            rules.get().tiers().retrievedTo(),
                            now,
                            null,
                            null,
                            null,
                            null,
                            null),
                    now.plus(TELLING));
        }
        Retrieval retrieval = RetrievalRows.open(handle, recordingId).orElseThrow();
        ledger.append(
                handle,
                recordingId,
                now,
                by,
                "retrieval-asked",
                "retrieval: " + reason,
                Map.of(
                        "priority",
                        RetrievalRows.word(priority),
                        TIER,
                        retrieval.tier().word()));
        return new Answer.Asked(retrieval);
    }

    private static Optional<Answer> refusal(UUID id, @Nullable Recording recording) {
        if (recording == null) {
            return Optional.of(new Answer.Refused("there is no recording " + id));
        }
        return switch (recording.state()) {
            case DEPOSITED -> Optional.empty();
            case DISPOSING ->
                Optional.of(new Answer.Refused(
                        "too late: recording " + id + " was condemned at " + recording.condemnedAt()));
            case DISPOSED ->
                Optional.of(new Answer.Refused("too late: recording " + id + " was disposed of at "
                        + recording.disposedAt() + "; its certificate says why"));
            default ->
                Optional.of(new Answer.Refused(
                        "too early: recording " + id + " is " + recording.state() + " and not in the vault yet"));
        };
    }

    private void tell(Retrieval retrieval) {
        Outcome outcome = vault.retrieve(retrieval.blob(), retrieval.tier(), retrieval.priority());
        jdbi.useTransaction(handle -> {
            if (outcome instanceof Outcome.Failed failure) {
                RetrievalRows.failed(handle, retrieval.id(), failure.reason());
            } else {
                RetrievalRows.told(handle, retrieval.id(), clock.instant());
            }
        });
    }

    /**
     * Looks at what is waited for: asks the vault for what it was not asked for yet, and says of what is there that it is.
     *
     * @return how many became readable
     */
    public int look() {
        Instant now = clock.instant();
        List<Retrieval> open = jdbi.inTransaction(
                handle -> RetrievalRows.claim(handle, now, now.plus(configuration.retrievalLook()), MOST_AT_ONCE));
        int ready = 0;
        for (Retrieval retrieval : open) {
            Whereabouts whereabouts = vault.look(retrieval.blob());
            if (whereabouts instanceof Whereabouts.StillReadable readable) {
                jdbi.useTransaction(handle -> ready(handle, retrieval, readable));
                ready++;
            } else if (whereabouts instanceof Whereabouts.Missing) {
                jdbi.useTransaction(handle -> RetrievalRows.givenUp(
                        handle, retrieval.id(), "the vault has no such blob any more", clock.instant()));
            } else if (whereabouts instanceof Whereabouts.Unknown unknown) {
                jdbi.useTransaction(handle -> RetrievalRows.failed(handle, retrieval.id(), unknown.reason()));
            } else if (retrieval.toldAt() == null || whereabouts instanceof Whereabouts.Archived) {
                tell(retrieval);
            }
        }
        return ready;
    }

    private void ready(Handle handle, Retrieval retrieval, Whereabouts.StillReadable readable) {
        Recording recording =
                catalogue.findForUpdate(handle, retrieval.recordingId()).orElseThrow();
        Instant now = clock.instant();
        if (recording.state() != RecordingState.DEPOSITED) {
            RetrievalRows.givenUp(handle, retrieval.id(), "the recording is " + recording.state(), now);
            return;
        }
        Instant staysUntil = rules.get().tiers().staysUntil(now);
        if (!RetrievalRows.ready(handle, retrieval.id(), now, staysUntil)) {
            return;
        }
        handle.createUpdate("update recording set vault_tier = :tier where id = :id")
                .bind(TIER, readable.tier().word())
                .bind("id", recording.id())
                .execute();
        ledger.append(
                handle,
                recording.id(),
                now,
                Ledger.DOCKET,
                "retrieved",
                "asked for by " + retrieval.by() + ": " + retrieval.reason(),
                Map.of(TIER, readable.tier().word(), "staysUntil", staysUntil));
        notices.add(
                handle,
                Notice.of(
                        Notice.Kind.RETRIEVAL_READY,
                        recording,
                        "the recording that was asked for at " + retrieval.askedAt()
                                + " is back from the archive, and stays until " + staysUntil,
                        "read it, and ask again if it is needed for longer"));
    }

    /** How many are waited for. */
    public long countOpen() {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from retrieval where ended_at is null")
                .mapTo(Long.class)
                .one());
    }
}
