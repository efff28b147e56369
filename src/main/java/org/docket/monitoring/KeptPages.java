package org.docket.monitoring;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.docket.catalogue.KeptBlobs;
import org.docket.catalogue.KeptBlobs.Kept;
import org.jspecify.annotations.Nullable;

/** Recordings by the names of their blobs, of which a page at a time is in memory. */
final class KeptPages implements Iterator<Kept> {
    private final KeptBlobs kept;
    private final @Nullable String until;
    private final int size;
    private String reached;
    private List<Kept> page = List.of();
    private int next;
    private boolean last;

    KeptPages(KeptBlobs kept, String after, @Nullable String until, int size) {
        this.kept = kept;
        this.reached = after;
        this.until = until;
        this.size = size;
    }

    @Override
    public boolean hasNext() {
        if (next == page.size() && !last) {
            page = kept.page(reached, until, size);
            next = 0;
            last = page.size() < size;
            if (!page.isEmpty()) {
                reached = String.valueOf(page.get(page.size() - 1).blob());
            }
        }
        return next < page.size();
    }

    /** The name of the blob that comes next; there is one. */
    String blob() {
        return String.valueOf(page.get(next).blob());
    }

    @Override
    public Kept next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.get(next++);
    }
}
