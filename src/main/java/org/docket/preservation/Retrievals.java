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
import org.docket.vault.Tier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Brings recordings back from the archive: they are asked for, and waited for. Asking again for the same one is fine. */
public final class Retrievals {
    private static final int MOST_AT_ONCE = 100;
    private static final String TIER = "tier";

    /** It is asked anew where a recording is if it was moved, or asked for, at that moment. */
    private static final int LOOKS = 3;

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
        Question question = new Question(recordingId, by, reason, priority);
        for (int look = 0; look < LOOKS; look++) {
            Optional<Answer> answer = ask(question);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return new Answer.Refused("recording " + recordingId + " is being moved at this moment: ask again");
    }

    private record Question(UUID recordingId, String by, String reason, Priority priority) {}

    /** Empty if something happened to the recording while the vault was asked where it is. */
    private Optional<Answer> ask(Question question) {
        Optional<Recording> found = catalogue.find(question.recordingId());
        Optional<Answer> refused = refusal(question.recordingId(), found.orElse(null));
        if (refused.isPresent()) {
            return refused;
        }
        String blob = String.valueOf(found.orElseThrow().blob());
        Standing before = jdbi.withHandle(handle -> standing(handle, question.recordingId()));
        Whereabouts whereabouts = vault.look(blob);
        if (whereabouts instanceof Whereabouts.Missing) {
            return Optional.of(new Answer.Refused("the vault has no blob " + blob
                    + ": look at it with './docket verify " + question.recordingId() + "'"));
        } else if (whereabouts instanceof Whereabouts.Unknown unknown) {
            return Optional.of(new Answer.Refused(unknown.reason() + ": ask again when it answers"));
        }
        boolean readable = whereabouts instanceof Whereabouts.StillReadable && !before.toArchive();
        Optional<Answer> answer = jdbi.inTransaction(handle -> {
            Optional<Recording> locked = catalogue.findForUpdate(handle, question.recordingId());
            Optional<Answer> tooLate = refusal(question.recordingId(), locked.orElse(null));
            if (tooLate.isPresent() || !before.equals(standing(handle, question.recordingId()))) {
                return tooLate;
            }
            return Optional.of(readable ? stay(handle, question, blob) : ask(handle, question, blob));
        });
        // What is on its way there cannot be asked for before it has arrived: a look does that.
        if (!before.toArchive()) {
            tellOf(answer.orElse(null));
        }
        return answer;
    }

    /** What must not change while the vault is asked where a recording is. */
    private record Standing(@Nullable String tier, boolean toArchive, Optional<UUID> open) {}

    private Standing standing(Handle handle, UUID recordingId) {
        return new Standing(
                handle.createQuery("select vault_tier from recording where id = :id")
                        .bind("id", recordingId)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null),
                TierMoves.toArchive(handle, recordingId, clock.instant()),
                RetrievalRows.open(handle, recordingId).map(Retrieval::id));
    }

    private void tellOf(@Nullable Answer answer) {
        if (answer instanceof Answer.Asked asked) {
            tell(asked.retrieval());
        } else if (answer instanceof Answer.AlreadyAsked already
                && already.retrieval().toldAt() == null) {
            tell(already.retrieval());
        }
    }

    /** It can be read, and stays so for a while. A retrieval that is still open has come to its end: the next look says so. */
    private Answer stay(Handle handle, Question question, String blob) {
        if (RetrievalRows.open(handle, question.recordingId()).isEmpty()) {
            Instant now = clock.instant();
            Retrieval retrieval = begin(handle, question, blob, now);
            RetrievalRows.ready(handle, retrieval.id(), now, rules.get().tiers().staysUntil(now));
        }
        return new Answer.ReadableNow();
    }

    private Answer ask(Handle handle, Question question, String blob) {
        Instant now = clock.instant();
        Optional<Retrieval> open = RetrievalRows.open(handle, question.recordingId());
        if (open.isEmpty()) {
            return new Answer.Asked(begin(handle, question, blob, now));
        } else if (open.get().priority() != Priority.STANDARD || question.priority() != Priority.HIGH) {
            return new Answer.AlreadyAsked(open.get());
        }
        RetrievalRows.hurry(handle, open.get().id(), now.plus(TELLING));
        note(handle, question, open.get().tier(), now);
        return new Answer.Asked(
                RetrievalRows.open(handle, question.recordingId()).orElseThrow());
    }

    private Retrieval begin(Handle handle, Question question, String blob, Instant now) {
        Retrieval retrieval = new Retrieval(
                ids.generate(),
                question.recordingId(),
                blob,
                question.by(),
                question.reason(),
                question.priority(),
                rules.get().tiers().retrievedTo(),
                now,
                null,
                null,
                null,
                null,
                null);
        RetrievalRows.insert(handle, retrieval, now.plus(TELLING));
        note(handle, question, retrieval.tier(), now);
        return retrieval;
    }

    private void note(Handle handle, Question question, Tier tier, Instant now) {
        ledger.append(
                handle,
                question.recordingId(),
                now,
                question.by(),
                "retrieval-asked",
                "retrieval: " + question.reason(),
                Map.of("priority", RetrievalRows.word(question.priority()), TIER, tier.word()));
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
