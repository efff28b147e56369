package org.docket.enrich;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.docket.catalogue.Location;
import org.docket.catalogue.MatchedBy;
import org.jspecify.annotations.Nullable;

/**
 * Weighs the incidents that an officer was at while, or shortly before or after, a recording was made.
 *
 * <p>One that overlaps scores half a point, and another half for the share of the recording that it covers. One that does not scores
 * up to half a point, the less the further apart they are: none at the end of the buffer. The best is chosen if it is ahead of every
 * other by {@link #MARGIN}. If others are as good, the place decides, where it is known of all of them and one is clearly nearer.
 */
final class Scale {
    /** So much has the best to be ahead of the others. */
    static final double MARGIN = 0.2;

    /** A fix is seldom better: what is nearer by less is as near. */
    private static final long METRES_AHEAD = 200;

    private static final double HALF = 0.5;
    private static final double EARTH_METRES = 6_371_000;

    private final Duration buffer;
    private final Duration open;

    /**
     * Makes a scale.
     *
     * @param buffer how far apart recording and incident may be
     * @param open how long an incident without an end goes on
     */
    Scale(Duration buffer, Duration open) {
        this.buffer = buffer;
        this.open = open;
    }

    /** An incident with what speaks for it. */
    record Weighed(
            KnownIncident incident,
            double score,
            long overlapSeconds,
            long gapSeconds,
            @Nullable Long distanceMetres) {
        Candidate candidate(@Nullable String chosen) {
            return new Candidate(
                    incident.reference(),
                    score,
                    overlapSeconds,
                    gapSeconds,
                    distanceMetres,
                    incident.reference().equals(chosen));
        }
    }

    /** From when on an incident can belong to the recording, if it has not ended by then. */
    Instant lowest(MatchedBy recording) {
        return recording.from() == null ? Instant.EPOCH : recording.from().minus(buffer);
    }

    /** Until when an incident can begin that belongs to the recording. */
    Instant highest(MatchedBy recording) {
        return recording.until() == null ? Instant.EPOCH : recording.until().plus(buffer);
    }

    Duration buffer() {
        return buffer;
    }

    Duration open() {
        return open;
    }

    /** Weighs an incident for a recording whose officer and times are known. */
    Weighed weigh(MatchedBy recording, @Nullable Location place, KnownIncident incident) {
        Instant from = recording.from() == null ? incident.from() : recording.from();
        Instant until = recording.until() == null ? from : recording.until();
        Instant end = end(incident);
        Duration overlap = notNegative(Duration.between(later(from, incident.from()), earlier(until, end)));
        Duration gap =
                notNegative(Duration.between(until, incident.from())).plus(notNegative(Duration.between(end, from)));
        Location where = incident.location();
        return new Weighed(
                incident,
                gap.isZero() ? HALF + HALF * share(overlap, Duration.between(from, until)) : HALF * nearness(gap),
                overlap.toSeconds(),
                gap.toSeconds(),
                place == null || where == null ? null : metres(place, where));
    }

    private Instant end(KnownIncident incident) {
        Instant to = incident.to();
        return earlier(
                to == null ? incident.from().plus(open) : to, incident.from().plus(Incident.LONGEST));
    }

    /** A recording of which only the beginning is known lies within all that it touches. */
    private static double share(Duration overlap, Duration length) {
        return length.isZero() ? 1 : (double) overlap.toMillis() / length.toMillis();
    }

    private double nearness(Duration gap) {
        return buffer.isZero() ? 0 : Math.max(0, 1 - (double) gap.toMillis() / buffer.toMillis());
    }

    /** The one that is clearly better than all others; empty if there is none. */
    static Optional<Weighed> choose(List<Weighed> weighed) {
        double best = weighed.stream().mapToDouble(Weighed::score).max().orElse(0);
        List<Weighed> good = weighed.stream()
                .filter(one -> one.score() > best - MARGIN)
                .sorted(Comparator.comparing(
                        one -> one.distanceMetres() == null ? Long.MAX_VALUE : one.distanceMetres()))
                .toList();
        if (good.size() < 2) {
            return good.stream().findFirst();
        }
        Long nearest = good.get(0).distanceMetres();
        Long next = good.get(1).distanceMetres();
        boolean placed = good.stream().allMatch(one -> one.distanceMetres() != null);
        return placed && nearest != null && next != null && nearest <= next / 2 && next - nearest >= METRES_AHEAD
                ? Optional.of(good.get(0))
                : Optional.empty();
    }

    /** Along a great circle, by the haversine formula. */
    private static long metres(Location a, Location b) {
        double lat = Math.sin(Math.toRadians(b.lat() - a.lat()) / 2);
        double lon = Math.sin(Math.toRadians(b.lon() - a.lon()) / 2);
        double square = lat * lat + Math.cos(Math.toRadians(a.lat())) * Math.cos(Math.toRadians(b.lat())) * lon * lon;
        return Math.round(2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(square))));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
