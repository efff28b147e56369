package org.docket.retention;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Supplier;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Catalogue.Place;

/**
 * The batches of a run: first what earlier runs condemned and did not finish with, then what is due, the longest due first. Each page is
 * read when it is asked for, and none that was read comes again. Nothing follows once the run is over.
 */
final class PurgePages implements Iterator<PurgeBatch> {
    private final Catalogue catalogue;
    private final Progress progress;
    private final Supplier<List<Stop>> appeared;
    private final int size;
    private boolean carryingOn = true;
    private Place last = Place.FIRST;
    private List<UUID> next = List.of();

    /**
     * The batches of a run.
     *
     * @param appeared gives the reasons to stop that have come up since the run began
     */
    PurgePages(Catalogue catalogue, Progress progress, Supplier<List<Stop>> appeared, int size) {
        this.catalogue = catalogue;
        this.progress = progress;
        this.size = size;
        this.appeared = appeared;
    }

    @Override
    public boolean hasNext() {
        if (progress.isOver()) {
            return false;
        }
        if (next.isEmpty()) {
            if (!progress.hasTurn()) {
                return false;
            }
            progress.stop(appeared.get());
            if (progress.isOver()) {
                return false;
            }
            next = page();
        }
        return !next.isEmpty();
    }

    private List<UUID> page() {
        List<Place> page = List.of();
        if (carryingOn) {
            page = catalogue.disposing(last, size);
            carryingOn = !page.isEmpty();
            last = carryingOn ? last : Place.FIRST;
        }
        if (!carryingOn) {
            page = catalogue.due(progress.plan().plannedAt(), last, size);
        }
        last = page.isEmpty() ? last : page.get(page.size() - 1);
        return page.stream().map(Place::id).toList();
    }

    @Override
    public PurgeBatch next() {
        // Not asked whether the run is over: whoever was told that there is one gets it, and condemns nothing then.
        if (next.isEmpty() && !hasNext()) {
            throw new NoSuchElementException();
        }
        PurgeBatch batch = new PurgeBatch(progress, next);
        next = List.of();
        return batch;
    }
}
