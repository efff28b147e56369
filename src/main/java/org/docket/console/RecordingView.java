package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.docket.casework.Handover;
import org.docket.catalogue.Camera;
import org.docket.catalogue.Directions;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.intake.Retries;
import org.docket.preservation.Keeping;
import org.docket.preservation.Retrieval;
import org.docket.retention.Hold;
import org.jspecify.annotations.Nullable;

/**
 * One recording as programs outside see it; {@code docs/api/recording.schema.json} describes it. What is not known is absent: until
 * the deposit that is everything but the name, the length and the time of receipt.
 *
 * @param keptUntil until when outcomes of cases keep it at least; absent without any, and while one is open
 * @param keptByOpenCase true while a case is open that keeps it, so that nobody knows until when
 * @param dueOtherwise when it would be due without the early deletion that was approved
 * @param holds those that stand now
 * @param recordedAtSource who says when it was recorded, in lower case
 * @param waiting why it is not deposited yet, if the last try came to nothing
 * @param tier access tier of its blob, as the vault was told; until it is disposed of
 * @param legalHold true if its blob has, or may have, a legal hold
 * @param retrieval the last time that somebody asked to have it back from the archive
 * @param handovers the latest of each case system that says that this recording is retained
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingView(
        UUID id,
        String dock,
        String name,
        long bytes,
        @Nullable String sha256,
        RecordingState state,
        @Nullable String category,
        @Nullable List<String> categories,
        @Nullable String categoryRule,
        @Nullable String policyVersion,
        boolean retained,
        @Nullable Instant dueAt,
        @Nullable Instant reviewAt,
        @Nullable Instant keptUntil,
        @Nullable Boolean keptByOpenCase,
        @Nullable Instant dueOtherwise,
        List<HoldView> holds,
        @Nullable Instant recordedAt,
        @Nullable String recordedAtSource,
        Instant receivedAt,
        @Nullable Instant depositedAt,
        @Nullable Officer officer,
        @Nullable CameraView camera,
        @Nullable String incident,
        @Nullable MatchView incidentMatch,
        @Nullable List<String> tags,
        @Nullable Media media,
        @Nullable List<String> problems,
        @Nullable String blob,
        List<HandoverView> handovers,
        @Nullable WaitView waiting,
        int duplicates,
        @Nullable String tier,
        @Nullable Boolean legalHold,
        @Nullable Instant immutableUntil,
        @Nullable RetrievalView retrieval) {

    /** Why a recording is not deposited yet, and when it is tried again. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WaitView(
            String reason, int attempts, @Nullable Instant nextAttemptAt) {
        static @Nullable WaitView of(Retries.@Nullable Wait wait) {
            return wait == null ? null : new WaitView(wait.reason(), wait.attempts(), wait.nextAttemptAt());
        }
    }

    /** A retrieval from the archive: it is on its way until it is ready or has ended. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RetrievalView(
            String by,
            String reason,
            String priority,
            String tier,
            Instant askedAt,
            @Nullable Instant readyAt,
            @Nullable Instant staysUntil,
            @Nullable Instant endedAt,
            @Nullable String lastError) {
        static @Nullable RetrievalView of(@Nullable Retrieval retrieval) {
            return retrieval == null
                    ? null
                    : new RetrievalView(
                            retrieval.by(),
                            retrieval.reason(),
                            retrieval.priority().name().toLowerCase(Locale.ROOT),
                            retrieval.tier().word(),
                            retrieval.askedAt(),
                            retrieval.readyAt(),
                            retrieval.staysUntil(),
                            retrieval.endedAt(),
                            retrieval.lastFailure());
        }
    }

    /** A hold that stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HoldView(
            String kind,
            String reference,
            String by,
            @Nullable Instant until) {
        static HoldView of(Hold hold) {
            return new HoldView(hold.kind(), hold.reference(), hold.by(), hold.until());
        }
    }

    /** The camera that made the recording. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CameraView(
            @Nullable String serial,
            @Nullable String make,
            @Nullable String model) {
        static @Nullable CameraView of(@Nullable Camera camera) {
            return camera == null ? null : new CameraView(camera.serial(), camera.make(), camera.model());
        }
    }

    /** How the recording was found to belong to its incident, or that it may belong to one of several. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MatchView(
            String how,
            @Nullable String type,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Location location,
            int candidates) {
        static @Nullable MatchView of(@Nullable IncidentMatch match) {
            return match == null
                    ? null
                    : new MatchView(
                            match.how().word(),
                            match.type(),
                            match.from(),
                            match.to(),
                            match.location(),
                            match.candidates());
        }
    }

    /** How far a case system is with the recording. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HandoverView(
            String system,
            Handover.State state,
            int attempts,
            @Nullable String lastError) {
        static HandoverView of(Handover handover) {
            return new HandoverView(handover.system(), handover.state(), handover.attempts(), handover.lastError());
        }
    }

    static RecordingView of(
            Recording recording,
            List<HoldView> holds,
            List<HandoverView> handovers,
            @Nullable WaitView waiting,
            @Nullable Keeping keeping) {
        Facts facts = recording.facts();
        Instant kept = recording.directions().keptUntil();
        boolean open = Directions.OPEN.equals(kept);
        return new RecordingView(
                recording.id(),
                recording.dock(),
                recording.name(),
                recording.bytes(),
                recording.sha256(),
                recording.state(),
                recording.category(),
                recording.categories().isEmpty() ? null : recording.categories(),
                recording.categoryRule(),
                recording.policyVersion(),
                recording.retained(),
                recording.dueAt(),
                recording.reviewAt(),
                open ? null : kept,
                open ? true : null,
                recording.directions().dueOtherwise(),
                List.copyOf(holds),
                facts == null ? null : facts.recorded().at(),
                facts == null ? null : facts.recorded().source().word(),
                recording.receivedAt(),
                recording.depositedAt(),
                facts == null ? null : facts.officer(),
                facts == null ? null : CameraView.of(facts.camera()),
                facts == null ? null : facts.incident(),
                facts == null ? null : MatchView.of(facts.match()),
                facts == null ? null : facts.tags(),
                facts == null ? null : facts.media(),
                facts == null ? null : facts.problems(),
                recording.blob(),
                List.copyOf(handovers),
                waiting,
                recording.duplicates(),
                (isInVault(recording) && keeping != null) ? keeping.tier().word() : null,
                (keeping != null && keeping.legalHold()) ? true : null,
                keeping == null ? null : keeping.immutableUntil(),
                RetrievalView.of(keeping == null ? null : keeping.retrieval()));
    }

    private static boolean isInVault(Recording recording) {
        return recording.state() == RecordingState.DEPOSITED || recording.state() == RecordingState.DISPOSING;
    }
}
