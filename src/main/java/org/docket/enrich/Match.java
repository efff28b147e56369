package org.docket.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.docket.catalogue.Facts;
import org.docket.catalogue.IncidentMatch;
import org.docket.catalogue.IncidentMatch.How;
import org.docket.catalogue.MatchedBy;
import org.jspecify.annotations.Nullable;

/**
 * What matching says of one recording.
 *
 * @param facts with the incident that was found, or with none
 * @param candidates all incidents that fit by officer and time
 */
record Match(Facts facts, List<Candidate> candidates) {
    /**
     * Matches a recording. What a person said comes first, then what the dock named, then what fits best.
     *
     * @param word what a person said; null if nobody did
     * @param found the incidents that were looked up for it
     */
    static Match of(Facts facts, IncidentSettled.@Nullable Word word, List<Lookup.Found> found, Scale scale) {
        MatchedBy by = MatchedBy.of(facts);
        List<Scale.Weighed> weighed = found.stream()
                .filter(Lookup.Found::fits)
                .map(one -> scale.weigh(by, facts.location(), one.incident()))
                .toList();
        Facts matched;
        if (word != null) {
            matched = named(facts, word.reference(), found, weighed.size());
        } else if (isNamed(facts)) {
            matched = named(facts, facts.incident(), found, weighed.size());
        } else {
            matched = best(facts, weighed);
        }
        List<Candidate> candidates = new ArrayList<>();
        weighed.forEach(one -> candidates.add(one.candidate(matched.incident())));
        return new Match(matched, candidates);
    }

    private static boolean isNamed(Facts facts) {
        IncidentMatch match = facts.match();
        return facts.incident() != null && (match == null || match.how() == How.NAMED);
    }

    private static Facts named(Facts facts, @Nullable String reference, List<Lookup.Found> found, int candidates) {
        if (reference == null) {
            return facts.withIncident(null, null);
        }
        Optional<KnownIncident> known = found.stream()
                .map(Lookup.Found::incident)
                .filter(incident -> incident.reference().equals(reference))
                .findFirst();
        return facts.withIncident(
                reference,
                known.map(incident -> match(How.NAMED, incident, candidates))
                        .orElseGet(() -> new IncidentMatch(How.NAMED, null, null, null, null, candidates)));
    }

    private static Facts best(Facts facts, List<Scale.Weighed> weighed) {
        if (weighed.isEmpty()) {
            return facts.withIncident(null, null);
        }
        boolean all = weighed.size() < Lookup.MOST_CANDIDATES;
        return Scale.choose(weighed)
                .filter(best -> all)
                .map(best -> facts.withIncident(
                        best.incident().reference(), match(How.MATCHED, best.incident(), weighed.size())))
                .orElseGet(() -> facts.withIncident(
                        null, new IncidentMatch(How.AMBIGUOUS, null, null, null, null, weighed.size())));
    }

    private static IncidentMatch match(How how, KnownIncident incident, int candidates) {
        return new IncidentMatch(how, incident.type(), incident.from(), incident.to(), incident.location(), candidates);
    }

    /** Whether several incidents fit, and none clearly better than the others. */
    static boolean isAmbiguous(@Nullable Facts facts) {
        return facts != null && facts.match() != null && facts.match().how() == How.AMBIGUOUS;
    }

    /** On what ground it says so, for the ledger. */
    String authority() {
        IncidentMatch match = facts.match();
        return match != null && match.how() == How.NAMED ? "more is known of its incident" : "by officer and time";
    }

    /** What it says, for the ledger. */
    Map<String, ?> details() {
        IncidentMatch match = facts.match();
        String incident = facts.incident();
        return Map.of(
                "incident",
                incident == null ? "none" : incident,
                "match",
                match == null ? "none" : match.how().word(),
                "candidates",
                candidates.size());
    }
}
