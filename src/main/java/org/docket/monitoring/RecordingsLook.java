package org.docket.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.catalogue.KeptBlobs;
import org.docket.catalogue.KeptBlobs.Kept;
import org.docket.catalogue.RecordingState;
import org.docket.vault.HeldBlob;
import org.docket.vault.Listing;
import org.docket.vault.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Holds the container of recordings against the catalogue: both in the order of names, a page of the listing and what the catalogue has
 * up to its last name. The two are never of the same instant. So whatever does not fit is looked at once more by itself, in the vault
 * and in the database, before it is called a finding.
 */
final class RecordingsLook implements Look {
    private final Listing listing;
    private final KeptBlobs kept;
    private final Duration grace;
    private final Clock clock;
    private final int page;

    /**
     * A look.
     *
     * @param grace how long a blob may be there before somebody knows of it
     * @param page how many blobs, and how many recordings, are looked at together
     */
    RecordingsLook(Listing listing, KeptBlobs kept, Duration grace, Clock clock, int page) {
        this.listing = listing;
        this.kept = kept;
        this.grace = grace;
        this.clock = clock;
        this.page = page;
    }

    @Override
    public Set<Found.Kind> kinds() {
        return Set.of(
                Found.Kind.ORPHAN,
                Found.Kind.UNDISPOSED,
                Found.Kind.MISSING,
                Found.Kind.WRONG_LENGTH,
                Found.Kind.WRONG_LABEL);
    }

    @Override
    public Page page(Place place, Room room) {
        Listing.Page listed = listing.page(place.marker(), page);
        List<HeldBlob> blobs = listed.blobs().stream()
                .filter(blob -> !Vault.isOfTheCheck(blob.name()))
                .sorted(Comparator.comparing(HeldBlob::name))
                .toList();
        boolean last = listed.next() == null;
        String until = blobs.isEmpty() ? place.reached() : later(place.reached(), name(blobs, blobs.size() - 1));
        Merge merge = new Merge(new KeptPages(kept, place.reached(), last ? null : until, page), room);
        blobs.forEach(merge::blob);
        merge.rest();
        merge.unknown();
        return new Page(merge.found, last ? null : new Place(listed.next(), until), merge.catalogued, blobs.size());
    }

    private static String name(List<HeldBlob> blobs, int index) {
        return blobs.get(index).name();
    }

    private static String later(String one, String other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /**
     * What came of comparing all.
     *
     * @param at when comparing began
     */
    record Compared(long catalogued, List<Found> found, Instant at) {}

    /**
     * Compares all at once.
     *
     * @return empty if there are more recordings or blobs than that
     */
    Optional<Compared> compare(int most) {
        Instant at = clock.instant();
        Room room = new Room(2 * most, Map.of(), Map.of());
        if (kept.countDeposited(most) > most) {
            return Optional.empty();
        }
        List<Found> found = new ArrayList<>();
        long catalogued = 0;
        long listed = 0;
        Place place = Place.FIRST;
        while (place != null) {
            Page next = page(place, room);
            found.addAll(next.found());
            catalogued += next.catalogued();
            listed += next.listed();
            if (listed > most) {
                return Optional.empty();
            }
            place = next.next();
        }
        return Optional.of(new Compared(catalogued, found, at));
    }

    /** Goes through two sorted rows of names at once. */
    private final class Merge {
        private final KeptPages rows;
        private final Room room;
        private final List<Found> found = new ArrayList<>();
        private final List<HeldBlob> unmatched = new ArrayList<>();
        private long catalogued;

        Merge(KeptPages rows, Room room) {
            this.rows = rows;
            this.room = room;
        }

        void blob(HeldBlob blob) {
            while (rows.hasNext() && rows.blob().compareTo(blob.name()) < 0) {
                absent(next());
            }
            if (rows.hasNext() && rows.blob().equals(blob.name())) {
                Kept row = next();
                if (row.isDeposited()) {
                    difference(row, blob)
                            .filter(one -> room.isThereFor(one.kind()))
                            .ifPresent(one -> add(row));
                }
            } else {
                unmatched.add(blob);
            }
        }

        /** What the catalogue has after the last blob of the page. */
        void rest() {
            while (rows.hasNext()) {
                absent(next());
            }
        }

        private Kept next() {
            Kept row = rows.next();
            catalogued += row.isDeposited() ? 1 : 0;
            return row;
        }

        private void absent(Kept row) {
            if (row.isDeposited() && room.isThereFor(Found.Kind.MISSING)) {
                add(row);
            }
        }

        private void add(Kept row) {
            lookAgain(row).ifPresent(one -> found.add(room.taken(one)));
        }

        /** Blobs that no deposited recording of the page has: their recordings may be on their way, or gone. */
        void unknown() {
            Map<UUID, Kept> known = new HashMap<>();
            List<UUID> named = unmatched.stream()
                    .map(blob -> named(blob.name()))
                    .flatMap(Optional::stream)
                    .toList();
            if (!named.isEmpty()) {
                kept.find(named).forEach(row -> known.put(row.id(), row));
            }
            for (HeldBlob blob : unmatched) {
                Optional<UUID> id = named(blob.name());
                Kept row = id.map(known::get).orElse(null);
                Found.Kind kind = kind(blob, row);
                if (kind != null && room.isThereFor(kind)) {
                    unknownAgain(blob, id.orElse(null)).ifPresent(one -> found.add(room.taken(one)));
                }
            }
        }
    }

    /** What a blob is that no deposited recording has; null if that is as it should be. */
    private Found.@Nullable Kind kind(HeldBlob blob, @Nullable Kept row) {
        boolean young = !blob.createdAt().isBefore(clock.instant().minus(grace));
        if (row == null) {
            return young ? null : Found.Kind.ORPHAN;
        }
        if (row.state() == RecordingState.RECEIVED || row.state() == RecordingState.QUARANTINED) {
            // It is being deposited: the catalogue learns the name of its blob when it is.
            return null;
        }
        if (!blob.name().equals(row.blob())) {
            return young ? null : Found.Kind.ORPHAN;
        }
        return row.state() == RecordingState.DISPOSED ? Found.Kind.UNDISPOSED : null;
    }

    private Optional<Found> unknownAgain(HeldBlob listed, @Nullable UUID id) {
        Optional<HeldBlob> blob = listing.look(listed.name());
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        Kept row = id == null ? null : kept.find(id).orElse(null);
        Found.Kind kind = kind(blob.get(), row);
        if (kind == null) {
            return Optional.empty();
        }
        String dock = row == null ? null : row.dock();
        String what = kind == Found.Kind.UNDISPOSED
                ? "the recording was disposed of, and the vault holds its blob (again)"
                : "the vault holds a blob of " + blob.get().bytes() + " bytes that is no recording's";
        return Optional.of(new Found(kind, listed.name(), id, dock, what));
    }

    private Optional<Found> lookAgain(Kept row) {
        String name = String.valueOf(row.blob());
        Optional<HeldBlob> blob = listing.look(name);
        Optional<Found> found = blob.isEmpty() ? Optional.of(missing(row)) : difference(row, blob.get());
        // Read after the vault was: a purge condemns a recording before it deletes the blob.
        return found.isPresent()
                        && kept.find(row.id())
                                .filter(now -> now.isDepositedAs(name))
                                .isPresent()
                ? found
                : Optional.empty();
    }

    private static Found missing(Kept row) {
        return found(
                Found.Kind.MISSING, row, "the catalogue says DEPOSITED, and the vault has no blob of the recording");
    }

    private static Optional<Found> difference(Kept row, HeldBlob blob) {
        if (blob.bytes() != row.bytes()) {
            return Optional.of(found(
                    Found.Kind.WRONG_LENGTH,
                    row,
                    "the blob of the recording has " + blob.bytes() + " bytes, deposited were " + row.bytes()));
        }
        if (!row.id().equals(blob.recordingId())
                || !String.valueOf(row.sha256()).equals(blob.sha256())) {
            return Optional.of(found(
                    Found.Kind.WRONG_LABEL,
                    row,
                    "the label of the blob names another recording or another SHA-256 than what was deposited"));
        }
        return Optional.empty();
    }

    private static Found found(Found.Kind kind, Kept row, String what) {
        return new Found(kind, String.valueOf(row.blob()), row.id(), row.dock(), what);
    }

    /** The recording that the name of a blob is made of. */
    private static Optional<UUID> named(String blob) {
        String name = blob.substring(blob.lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        try {
            return Optional.of(UUID.fromString(dot < 0 ? name : name.substring(0, dot)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
