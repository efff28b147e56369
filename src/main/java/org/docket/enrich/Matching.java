package org.docket.enrich;

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
import org.docket.catalogue.Facts;
import org.docket.catalogue.MatchedBy;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.classify.Reappraisal;
import org.docket.custody.Ledger;
import org.docket.intake.Completion;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matches recordings with incidents, by officer and time: new ones in the transaction that registers them, and deposited ones again
 * when an incident comes, or other facts do. Every hub works off what is due; no two are at the same recording.
 */
public final class Matching implements Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Matching.class);
    private static final String ACT = "matched";
    private static final UUID LOWEST = new UUID(0, 0);
    private static final int AT_ONCE = 200;

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Incidents incidents;
    private final Reappraisal reappraisal;
    private final Notices notices;
    private final Clock clock;
    private final Scale scale;
    private final Lookup lookup;

    public Matching(
            Jdbi jdbi,
            Catalogue catalogue,
            Ledger ledger,
            Incidents incidents,
            Reappraisal reappraisal,
            Notices notices,
            EnrichConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.incidents = incidents;
        this.reappraisal = reappraisal;
        this.notices = notices;
        this.clock = clock;
        this.scale = new Scale(configuration.matchBuffer(), configuration.matchOpen());
        this.lookup = new Lookup(scale);
    }

    /** Matches recordings that are about to be registered. No incident can come before that is committed. */
    @Override
    public Map<UUID, Facts> complete(Handle handle, Map<UUID, Facts> facts) {
        List<UUID> ids = facts.keySet().stream()
                .filter(id -> isToLook(MatchedBy.of(Objects.requireNonNull(facts.get(id)))))
                .toList();
        if (ids.isEmpty() || !incidents.lockOut(handle)) {
            return facts;
        }
        Map<Integer, List<Lookup.Found>> found = lookup
                .incidentsOf(
                        handle,
                        ids.stream()
                                .map(id -> MatchedBy.of(Objects.requireNonNull(facts.get(id))))
                                .toList())
                .stream()
                .collect(Collectors.groupingBy(Lookup.Found::place));
        Map<UUID, Match> matches = new LinkedHashMap<>();
        found.forEach((place, incidentsFound) -> matches.put(
                ids.get(place),
                Match.of(Objects.requireNonNull(facts.get(ids.get(place))), null, incidentsFound, scale)));
        keep(handle, matches, facts);
        Map<UUID, Facts> completed = new LinkedHashMap<>(facts);
        matches.forEach((id, match) -> completed.put(id, match.facts()));
        return completed;
    }

    private static boolean isToLook(MatchedBy recording) {
        return recording.officer() != null || recording.incident() != null;
    }

    private void keep(Handle handle, Map<UUID, Match> matches, Map<UUID, Facts> before) {
        Instant now = clock.instant();
        List<Ledger.Act> acts = new ArrayList<>();
        Map<UUID, List<Candidate>> candidates = new LinkedHashMap<>();
        matches.forEach((id, match) -> {
            candidates.put(id, match.candidates());
            if (!match.facts().equals(before.get(id))) {
                acts.add(new Ledger.Act(id, now, Ledger.DOCKET, ACT, match.authority(), match.details()));
            }
            if (Match.isAmbiguous(match.facts())) {
                giveNotice(handle, id, match.facts().dock());
            }
        });
        Candidates.add(handle, candidates, now);
        ledger.append(handle, acts);
    }

    private void giveNotice(Handle handle, UUID id, String dock) {
        notices.add(
                handle,
                new Notice(
                        Notice.Kind.INCIDENT_AMBIGUOUS,
                        id,
                        dock,
                        "several incidents fit the recording, and none clearly better than the others",
                        "look at them with './docket show " + id + "', and say which it is with './docket match'"));
    }

    /** Matches again all deposited recordings that have to be, because an incident came or other facts did. */
    public void matchDue() {
        List<UUID> page = nextDue(LOWEST);
        while (!page.isEmpty()) {
            UUID last = LOWEST;
            for (UUID id : page) {
                last = id;
                if (!tryToMatch(id)) {
                    // If the database is away, the next look says so.
                    break;
                }
            }
            page = nextDue(last);
        }
    }

    private boolean tryToMatch(UUID id) {
        try {
            matchIfDue(id);
            return true;
        } catch (RuntimeException e) {
            // One that cannot be matched must not keep the others: it comes again next time.
            LOG.warn("recording {} could not be matched with incidents: {}", id, e.getMessage());
            return false;
        }
    }

    /** However much there is to do, what incidents concern that came meanwhile is noted soon. */
    private List<UUID> nextDue(UUID after) {
        int spread;
        do {
            spread = jdbi.inTransaction(handle -> lookup.spread(handle, clock));
        } while (spread > 0);
        return catalogue.matchDue(after, AT_ONCE);
    }

    private void matchIfDue(UUID id) {
        jdbi.useTransaction(handle -> {
            if (catalogue.takeMatchDue(handle, id)) {
                Optional<Recording> recording = catalogue.findForUpdate(handle, id);
                // Before the incidents are looked up: one that comes after that notes the recording again.
                catalogue.matchIsLookedFor(handle, id);
                recording
                        .filter(found -> found.state() == RecordingState.DEPOSITED)
                        .ifPresent(found -> matchAgain(handle, found, Ledger.DOCKET, null));
                // It was noted again if its facts changed: by this, and nobody else could.
                catalogue.matchIsLookedFor(handle, id);
            }
        });
    }

    /**
     * Matches deposited recordings with the incidents that there are at this moment, whether or not it is noted that they have to be.
     * Where nothing is to be learnt that takes a few statements for all of them.
     *
     * @param recordings whose rows are locked
     * @return the recordings as they are then, in their order
     */
    public List<Recording> matchNow(Handle handle, List<Recording> recordings) {
        List<UUID> ids = recordings.stream().map(Recording::id).toList();
        Map<UUID, IncidentSettled.Word> words = IncidentSettled.of(handle, ids);
        Set<UUID> matchedBefore = Candidates.ofWhich(handle, ids);
        Map<Integer, List<Lookup.Found>> found = lookup
                .incidentsOf(
                        handle,
                        recordings.stream()
                                .map(recording -> by(requireFacts(recording), words.get(recording.id())))
                                .toList())
                .stream()
                .collect(Collectors.groupingBy(Lookup.Found::place));
        List<Recording> now = new ArrayList<>();
        for (int place = 0; place < recordings.size(); place++) {
            Recording recording = recordings.get(place);
            Facts before = requireFacts(recording);
            Match match = Match.of(before, words.get(recording.id()), found.getOrDefault(place, List.of()), scale);
            boolean isSo = match.facts().equals(before)
                    && match.candidates().isEmpty()
                    && !matchedBefore.contains(recording.id());
            now.add(
                    isSo
                            ? recording
                            : matchAgain(handle, recording, Ledger.DOCKET, null).orElse(recording));
        }
        return now;
    }

    private static Facts requireFacts(Recording recording) {
        return Objects.requireNonNull(recording.facts(), () -> "a deposited recording has facts: " + recording.id());
    }

    /**
     * Matches a deposited recording again, whose row is locked.
     *
     * @param actor who wants it so
     * @param authority on what ground; null if there is no other than officer and time
     * @return the recording if it has another incident now; empty if nothing changed
     */
    Optional<Recording> matchAgain(Handle handle, Recording recording, String actor, @Nullable String authority) {
        UUID id = recording.id();
        @Nullable Facts before = recording.facts();
        if (before == null) {
            return Optional.empty();
        }
        IncidentSettled.@Nullable Word word = IncidentSettled.of(handle, id).orElse(null);
        Match match = Match.of(before, word, found(handle, before, word), scale);
        Candidates.replace(handle, id, match.candidates(), clock.instant());
        if (match.facts().equals(before)) {
            return Optional.empty();
        }
        Reappraisal.Cause cause = Reappraisal.Cause.learnt(
                actor, ACT, authority == null ? match.authority() : authority, match.details());
        Reappraisal.Result result = reappraisal.appraise(handle, id, cause, same -> match.facts());
        if (Match.isAmbiguous(match.facts()) && !Match.isAmbiguous(before)) {
            giveNotice(handle, id, before.dock());
        }
        return result instanceof Reappraisal.Result.Changed changed
                ? Optional.of(changed.recording())
                : Optional.empty();
    }

    private List<Lookup.Found> found(Handle handle, Facts facts, IncidentSettled.@Nullable Word word) {
        return lookup.incidentsOf(handle, List.of(by(facts, word)));
    }

    private static MatchedBy by(Facts facts, IncidentSettled.@Nullable Word word) {
        MatchedBy by = MatchedBy.of(facts);
        return word == null ? by : new MatchedBy(by.officer(), by.from(), by.until(), word.reference());
    }
}
