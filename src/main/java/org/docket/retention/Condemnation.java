package org.docket.retention;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Json;
import org.docket.catalogue.Officer;
import org.docket.catalogue.RecordedTime;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.custody.Ledger;
import org.docket.custody.LedgerEntry;
import org.docket.custody.LedgerVerifier;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Condemns recordings: after that their disposal is certain. Everything that forbids it is read again, under the locks of their rows, in
 * the transaction that condemns them.
 */
public final class Condemnation {
    private static final String CONDEMNED = "condemned";

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final LedgerVerifier chains;
    private final Holds holds;
    private final EarlyRequests earlyRequests;
    private final LastLook look;
    private final Notices notices;
    private final Clock clock;

    public Condemnation(
            Catalogue catalogue,
            Ledger ledger,
            LedgerVerifier chains,
            Holds holds,
            EarlyRequests earlyRequests,
            LastLook look,
            Notices notices,
            Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.chains = chains;
        this.holds = holds;
        this.earlyRequests = earlyRequests;
        this.look = look;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Condemns what may be, and carries on with what is condemned already.
     *
     * @param kept gets what must stay
     */
    PurgeBatch.OfCondemned condemn(Handle handle, PurgeBatch batch, Kept kept) {
        List<Condemned> condemned = new ArrayList<>();
        List<Recording> found = catalogue.findForUpdate(handle, batch.ids());
        condemned.addAll(carryOn(
                handle,
                found.stream()
                        .filter(recording -> recording.state() == RecordingState.DISPOSING)
                        .toList()));
        List<Recording> deposited = found.stream()
                .filter(recording -> recording.state() == RecordingState.DEPOSITED)
                .toList();
        List<Condemned> fresh = !deposited.isEmpty() && mayCondemn(handle, batch.progress())
                ? condemn(handle, batch.progress(), deposited, kept)
                : List.of();
        condemned.addAll(fresh);
        return new PurgeBatch.OfCondemned(
                batch, condemned, fresh.stream().map(Condemned::recordingId).collect(Collectors.toSet()));
    }

    /** Only what the plan was made for: by its rulebook, and while the run is this hub's. */
    private boolean mayCondemn(Handle handle, Progress progress) {
        if (progress.isOver() || !progress.hasTurn()) {
            return false;
        }
        String rulebook = look.rulebook(handle);
        if (!rulebook.equals(progress.plan().rulebook())) {
            progress.breakOff(
                    "rulebook " + rulebook + " came into force after the run was planned; the next run goes by it");
            return false;
        }
        if (!PurgeRuns.isRunning(handle, progress.plan().id())) {
            progress.breakOff("another run waits for a person, or another hub has ended this one");
            return false;
        }
        return true;
    }

    private List<Condemned> condemn(Handle handle, Progress progress, List<Recording> deposited, Kept kept) {
        Instant now = clock.instant();
        List<Recording> due = stillDue(deposited, now, kept);
        Set<UUID> held = holds.held(handle, ids(due));
        kept.add(Blocked.HELD, held.size());
        due = due.stream().filter(recording -> !held.contains(recording.id())).toList();
        Set<UUID> inVault = BlobHolds.standing(handle, ids(due));
        kept.add(Blocked.VAULT, inVault.size());
        due = due.stream()
                .filter(recording -> !inVault.contains(recording.id()))
                .toList();
        due = due.stream()
                .filter(recording -> progress.isPlanned(recording.id()))
                .toList();
        Map<UUID, String> broken = due.isEmpty() ? Map.of() : chains.broken(handle, ids(due));
        kept.addBroken(broken);
        due.stream()
                .filter(recording -> broken.containsKey(recording.id()))
                .forEach(recording -> giveNotice(handle, recording));
        due = due.stream()
                .filter(recording -> !broken.containsKey(recording.id()))
                .toList();
        if (due.isEmpty()) {
            return List.of();
        }
        List<Recording> looked = stillDue(look.before(handle, due), now, kept);
        int granted = progress.claim(looked.size());
        kept.condemned(granted);
        return granted == 0 ? List.of() : write(handle, progress.plan().id(), looked.subList(0, granted), now);
    }

    private void giveNotice(Handle handle, Recording recording) {
        notices.add(
                handle,
                Notice.of(
                        Notice.Kind.VERIFICATION_FAILED,
                        recording,
                        "the recording is due, but its history in the custody ledger does not verify: it is not disposed of",
                        "see './docket verify --ledger " + recording.id()
                                + "', and hold the recording until it is known what happened"));
    }

    private List<Recording> stillDue(List<Recording> recordings, Instant now, Kept kept) {
        List<Recording> due = new ArrayList<>();
        for (Recording recording : recordings) {
            Optional<Blocked> blocked = blocked(look.rules(), recording, now);
            blocked.ifPresentOrElse(why -> kept.add(why, 1), () -> due.add(recording));
        }
        return due;
    }

    /** What keeps a deposited recording by itself; empty if it is due. */
    static Optional<Blocked> blocked(RetentionRules rules, Recording recording, Instant now) {
        Instant dueAt = recording.dueAt();
        if (recording.retained() || dueAt == null) {
            return Optional.of(Blocked.RETAINED);
        }
        if (dueAt.isAfter(now)) {
            return Optional.of(Blocked.LATER);
        }
        // A date may be from other rules.
        return rules.earliest(recording).isAfter(now) ? Optional.of(Blocked.MINIMUM) : Optional.empty();
    }

    private List<Condemned> write(Handle handle, UUID run, List<Recording> due, Instant now) {
        RetentionRules rules = look.rules();
        Map<UUID, EarlyRequest> early = early(handle, due);
        List<Condemned> condemned = new ArrayList<>();
        List<Ledger.Act> acts = new ArrayList<>();
        for (Recording recording : due) {
            Condemned.Ground ground = ground(rules, recording, early.get(recording.id()), run);
            Condemned one = condemned(recording, now, ground);
            condemned.add(one);
            acts.add(new Ledger.Act(
                    recording.id(), now, Ledger.DOCKET, CONDEMNED, one.ground().authority(), details(one)));
        }
        catalogue.condemned(handle, ids(due), now);
        ledger.append(handle, acts);
        return condemned;
    }

    private Map<UUID, EarlyRequest> early(Handle handle, List<Recording> due) {
        List<UUID> ids = due.stream()
                .filter(recording -> recording.directions().dueOtherwise() != null)
                .map(Recording::id)
                .toList();
        return ids.isEmpty() ? Map.of() : earlyRequests.approved(handle, ids);
    }

    private static Condemned.Ground ground(
            RetentionRules rules, Recording recording, @Nullable EarlyRequest early, UUID run) {
        RecordedTime recorded = recording.countedFrom();
        Instant countedFrom = recorded == null
                ? null
                : rules.category(String.valueOf(recording.category()))
                        .map(category -> rules.countsFrom(category, recording.receivedAt(), recorded))
                        .orElse(null);
        return new Condemned.Ground(
                "retention rules " + rules.version() + ", category " + recording.category() + ", due "
                        + recording.dueAt() + (early == null ? "" : words(early)),
                rules.version(),
                recording.category(),
                recording.dueAt(),
                early == null ? null : early.dueBefore(),
                countedFrom,
                run);
    }

    /** Who they are stands in the ledger: this goes into the certificate, which names nobody. */
    private static String words(EarlyRequest early) {
        boolean second = !Officer.isSame(early.askedBy(), String.valueOf(early.approvedBy()));
        return "; deleted early, as was asked at " + early.askedAt() + " and approved "
                + (second ? "by a second person" : "by the same person") + " at " + early.approvedAt();
    }

    private static Map<String, ?> details(Condemned condemned) {
        Condemned.Ground ground = condemned.ground();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("blob", condemned.blob());
        put(details, "retentionRules", ground.retentionRules());
        put(details, "category", ground.category());
        put(details, "dueAt", ground.dueAt());
        put(details, "dueOtherwise", ground.dueOtherwise());
        put(details, "countedFrom", ground.countedFrom());
        put(details, "run", ground.run());
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    /** By the ground that stands in the ledger, whatever the rules say now. */
    private List<Condemned> carryOn(Handle handle, List<Recording> disposing) {
        if (disposing.isEmpty()) {
            return List.of();
        }
        Map<UUID, LedgerEntry> entries = ledger.last(handle, ids(disposing), CONDEMNED);
        return disposing.stream()
                .map(recording -> condemned(
                        recording,
                        Objects.requireNonNull(recording.condemnedAt()),
                        ground(recording, entries.get(recording.id()))))
                .toList();
    }

    private static Condemned.Ground ground(Recording recording, @Nullable LedgerEntry entry) {
        if (entry == null) {
            throw new IllegalStateException(
                    "recording " + recording.id() + " is DISPOSING, but its history does not say"
                            + " that it was condemned: see './docket verify --ledger " + recording.id() + "'");
        }
        JsonNode details = Json.read(entry.details(), JsonNode.class);
        return new Condemned.Ground(
                entry.authority(),
                text(details, "retentionRules"),
                text(details, "category"),
                instant(details, "dueAt"),
                instant(details, "dueOtherwise"),
                instant(details, "countedFrom"),
                Optional.ofNullable(text(details, "run")).map(UUID::fromString).orElse(null));
    }

    private static @Nullable String text(JsonNode details, String name) {
        return details.hasNonNull(name) ? details.get(name).asText() : null;
    }

    private static @Nullable Instant instant(JsonNode details, String name) {
        String text = text(details, name);
        return text == null ? null : Instant.parse(text);
    }

    private static Condemned condemned(Recording recording, Instant at, Condemned.Ground ground) {
        return new Condemned(
                recording.id(),
                String.valueOf(recording.blob()),
                String.valueOf(recording.sha256()),
                recording.bytes(),
                at,
                ground);
    }

    private static List<UUID> ids(List<Recording> recordings) {
        return recordings.stream().map(Recording::id).toList();
    }
}
