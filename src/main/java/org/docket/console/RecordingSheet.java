package org.docket.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.docket.catalogue.Location;
import org.docket.catalogue.Media;
import org.docket.catalogue.Officer;
import org.docket.console.RecordingView.CameraView;
import org.docket.console.RecordingView.HandoverView;
import org.docket.console.RecordingView.HoldView;
import org.docket.console.RecordingView.MatchView;
import org.docket.console.RecordingView.RetrievalView;
import org.docket.console.RecordingView.WaitView;
import org.docket.enrich.Candidate;
import org.jspecify.annotations.Nullable;

/** All that is known of one recording, for people to read: a line for each fact, then its history. */
public final class RecordingSheet {
    private final Table facts = Table.untitled();

    private RecordingSheet() {}

    public static List<String> lines(RecordingHistory history) {
        RecordingSheet sheet = new RecordingSheet();
        RecordingView recording = history.recording();
        sheet.custody(recording);
        sheet.description(recording);
        history.incidentCandidates().forEach(candidate -> sheet.line("fits", words(candidate)));
        recording.handovers().forEach(handover -> sheet.line("handover", words(handover)));
        CertificateView certificate = history.certificate();
        if (certificate != null) {
            sheet.line(
                    "certificate",
                    certificate.blob() + (certificate.line() == null ? "" : ", line " + certificate.line()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("Recording " + recording.id());
        sheet.facts.lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("History");
        Table acts = Table.untitled();
        history.ledger()
                .forEach(entry -> acts.row(
                        entry.sequence(), Words.time(entry.at()), entry.actor(), entry.act(), entry.authority()));
        acts.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private void custody(RecordingView recording) {
        line("name", recording.dock() + "/" + recording.name());
        line("state", recording.state());
        if (recording.waiting() != null) {
            line("waits", words(recording.waiting()));
        }
        line("bytes", Words.bytes(recording.bytes()));
        line("SHA-256", recording.sha256());
        line("blob", recording.blob());
        if (recording.tier() != null && !recording.tier().equals("hot")) {
            line("tier", recording.tier());
        }
        if (recording.retrieval() != null) {
            line("retrieval", words(recording.retrieval()));
        }
        if (recording.legalHold() != null) {
            line(
                    "vault",
                    "under a legal hold"
                            + (recording.immutableUntil() == null
                                    ? ""
                                    : ", immutable until " + Words.time(recording.immutableUntil())));
        }
        line("category", recording.category());
        if (recording.categories() != null && recording.categories().size() > 1) {
            line("categories", String.join(", ", recording.categories()));
        }
        if (recording.categoryRule() != null) {
            line("rule", recording.categoryRule() + " of policy " + recording.policyVersion());
        }
        if (recording.dueAt() != null || recording.reviewAt() != null) {
            line("kept", Words.kept(recording.retained(), recording.dueAt(), recording.reviewAt()));
        }
        if (recording.keptByOpenCase() != null) {
            line("cases", "keep it until the outcome of one is told that is open");
        } else if (recording.keptUntil() != null) {
            line("cases", "keep it at least until " + Words.time(recording.keptUntil()));
        }
        if (recording.dueOtherwise() != null) {
            line("early deletion", "is approved; without it, it is due " + Words.time(recording.dueOtherwise()));
        }
        recording.holds().forEach(hold -> line("hold", words(hold)));
        line("received", Words.time(recording.receivedAt()));
        if (recording.depositedAt() != null) {
            line("deposited", Words.time(recording.depositedAt()));
        }
        line("duplicates", recording.duplicates());
    }

    private void description(RecordingView recording) {
        if (recording.recordedAt() != null) {
            line("recorded", Words.time(recording.recordedAt()) + ", says the " + recording.recordedAtSource());
        }
        Officer officer = recording.officer();
        if (officer != null) {
            line("officer", join(officer.id(), officer.name(), officer.unit(), officer.borough()));
        }
        CameraView camera = recording.camera();
        if (camera != null) {
            line("camera", join(camera.serial(), camera.make(), camera.model()));
        }
        line("incident", recording.incident());
        MatchView match = recording.incidentMatch();
        if (match != null) {
            line("incident is", words(match));
        }
        if (recording.tags() != null && !recording.tags().isEmpty()) {
            line("tags", String.join(", ", recording.tags()));
        }
        Media media = recording.media();
        if (media != null) {
            media(media);
        }
        if (recording.problems() != null) {
            recording.problems().forEach(problem -> line("problem", problem));
        }
    }

    private void media(Media media) {
        line(
                "media",
                join(
                        media.container(),
                        number(media.durationSeconds(), "s"),
                        media.width() == null || media.height() == null ? null : media.width() + "x" + media.height(),
                        number(media.framesPerSecond(), "frames/s"),
                        media.videoCodec(),
                        media.audioCodec()));
        line("container says", join(media.make(), media.model(), media.serial(), media.firmware()));
        if (media.createdAt() != null) {
            line("container's time", Words.time(media.createdAt()));
        }
        Location location = media.location();
        if (location != null) {
            line("container's place", location.lat() + ", " + location.lon());
        }
    }

    private void line(String title, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            facts.row(title, value);
        }
    }

    private static String join(@Nullable String... words) {
        return Stream.of(words).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }

    private static @Nullable String number(@Nullable Double number, String unit) {
        return number == null ? null : String.format(Locale.ROOT, "%.2f %s", number, unit);
    }

    private static String words(MatchView match) {
        String times = match.from() == null
                ? null
                : "from " + Words.time(match.from())
                        + (match.to() == null ? ", going on" : " to " + Words.time(match.to()));
        return join(
                match.how(),
                match.type(),
                times,
                match.candidates() + (match.candidates() == 1 ? " incident fits" : " incidents fit"));
    }

    private static String words(Candidate candidate) {
        String time = candidate.overlapSeconds() > 0 || candidate.gapSeconds() == 0
                ? "overlaps by " + candidate.overlapSeconds() + " s"
                : candidate.gapSeconds() + " s apart";
        return join(
                candidate.reference() + (candidate.chosen() ? " (chosen)" : ""),
                String.format(Locale.ROOT, "score %.2f", candidate.score()),
                time,
                candidate.distanceMetres() == null ? null : candidate.distanceMetres() + " m away");
    }

    private static String words(HoldView hold) {
        return hold.kind() + " " + hold.reference() + " by " + hold.by()
                + (hold.until() == null ? "" : " until " + Words.time(hold.until()));
    }

    private static String words(RetrievalView retrieval) {
        String state = retrieval.readyAt() != null
                ? "ready since " + Words.time(retrieval.readyAt()) + ", stays until "
                        + Words.time(Objects.requireNonNull(retrieval.staysUntil()))
                : retrieval.endedAt() != null ? "given up" : "on its way to " + retrieval.tier();
        return join(
                "asked for by " + retrieval.by() + " at " + Words.time(retrieval.askedAt()),
                state,
                retrieval.lastError());
    }

    private static String words(WaitView wait) {
        return wait.reason() + " (tried " + wait.attempts() + (wait.attempts() == 1 ? " time" : " times")
                + (wait.nextAttemptAt() == null ? "" : ", again at " + Words.time(wait.nextAttemptAt())) + ")";
    }

    private static String words(HandoverView handover) {
        return handover.system() + " " + handover.state() + ", sent " + handover.attempts()
                + (handover.attempts() == 1 ? " time" : " times")
                + (handover.lastError() == null ? "" : ": " + handover.lastError());
    }
}
