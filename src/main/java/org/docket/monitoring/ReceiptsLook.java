package org.docket.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks whether every source that was deposited has its receipt beside it. */
final class ReceiptsLook implements Look {
    private final MissingReceipts receipts;
    private final Duration grace;
    private final Clock clock;
    private final int page;

    ReceiptsLook(MissingReceipts receipts, Duration grace, Clock clock, int page) {
        this.receipts = receipts;
        this.grace = grace;
        this.clock = clock;
        this.page = page;
    }

    @Override
    public Set<Found.Kind> kinds() {
        return Set.of(Found.Kind.NO_RECEIPT);
    }

    @Override
    public Page page(Place place, Room room) {
        long after = place.reached().isEmpty() ? 0 : Long.parseLong(place.reached());
        MissingReceipts.Page looked = receipts.page(after, clock.instant().minus(grace), page);
        List<Found> found = new ArrayList<>();
        for (MissingReceipts.Missing missing : looked.missing()) {
            if (room.isThereFor(Found.Kind.NO_RECEIPT)) {
                found.add(room.taken(new Found(
                        Found.Kind.NO_RECEIPT,
                        missing.dock() + "/" + missing.name(),
                        missing.recordingId(),
                        missing.dock(),
                        missing.written()
                                ? "the receipt of the recording is not beside its source any more"
                                : "the recording is deposited, and its dock got no receipt")));
            }
        }
        return new Page(found, looked.more() ? new Place(null, String.valueOf(looked.last())) : null, 0, 0);
    }
}
