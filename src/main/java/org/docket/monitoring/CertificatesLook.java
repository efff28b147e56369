package org.docket.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.docket.vault.HeldBlob;
import org.docket.vault.Listing;

/** Looks whether the certificate of every disposal lies in the vault. */
final class CertificatesLook implements Look {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Listing listing;
    private final CertificateNames certificates;
    private final int page;

    CertificatesLook(Listing listing, CertificateNames certificates, int page) {
        this.listing = listing;
        this.certificates = certificates;
        this.page = page;
    }

    @Override
    public Set<Found.Kind> kinds() {
        return Set.of(Found.Kind.NO_CERTIFICATE);
    }

    @Override
    public Page page(Place place, Room room) {
        List<Found> found = new ArrayList<>();
        if (place.equals(Place.FIRST)) {
            without(room, found);
        }
        Listing.Page listed = listing.page(place.marker(), page);
        TreeSet<String> there =
                listed.blobs().stream().map(HeldBlob::name).collect(Collectors.toCollection(TreeSet::new));
        boolean last = listed.next() == null;
        String until = there.isEmpty() || there.last().compareTo(place.reached()) < 0 ? place.reached() : there.last();
        String reached = place.reached();
        List<String> names;
        do {
            names = certificates.named().page(reached, last ? null : until, page);
            for (String name : names) {
                if (!there.contains(name) && room.isThereFor(Found.Kind.NO_CERTIFICATE)) {
                    lookAgain(name, room, found);
                }
                reached = name;
            }
        } while (names.size() == page);
        return new Page(found, last ? null : new Place(listed.next(), until), 0, 0);
    }

    /** A recording is disposed of only when its certificate is in the vault, and nothing deletes one. */
    private void lookAgain(String name, Room room, List<Found> found) {
        if (listing.look(name).isEmpty()) {
            found.add(room.taken(
                    new Found(Found.Kind.NO_CERTIFICATE, name, null, null, "the vault has no certificate " + name)));
        }
    }

    private void without(Room room, List<Found> found) {
        UUID after = BEFORE_ALL;
        List<UUID> ids;
        do {
            ids = certificates.without().page(after, page);
            for (UUID id : ids) {
                if (room.isThereFor(Found.Kind.NO_CERTIFICATE)) {
                    found.add(room.taken(new Found(
                            Found.Kind.NO_CERTIFICATE,
                            "recording " + id,
                            id,
                            null,
                            "the recording was disposed of, and the database has no certificate of that")));
                }
                after = id;
            }
        } while (ids.size() == page);
    }
}
