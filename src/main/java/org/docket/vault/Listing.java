package org.docket.vault;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists what one container of the vault holds, page by page, in the order of names. Blocks that are not committed are no blobs. */
public final class Listing {
    /** The most blobs that the service gives on a page. */
    public static final int LARGEST_PAGE = 5_000;

    private final BlobContainerClient container;
    private final String prefix;

    Listing(BlobContainerClient container, String prefix) {
        this.container = container;
        this.prefix = prefix;
    }

    /**
     * A page.
     *
     * @param blobs by their names; a page that is not the last may have none
     * @param next the marker of the page that follows, the vault's own word for it; absent for the last
     */
    public record Page(List<HeldBlob> blobs, @Nullable String next) {
        public Page {
            blobs = List.copyOf(blobs);
        }
    }

    /**
     * Lists one page.
     *
     * @param marker of the page; null for the first
     * @param limit at most this many blobs, up to {@link #LARGEST_PAGE}; the service may give fewer
     * @throws RuntimeException if the vault does not answer
     */
    public Page page(@Nullable String marker, int limit) {
        ListBlobsOptions options = new ListBlobsOptions()
                .setPrefix(prefix)
                .setDetails(new BlobListDetails().setRetrieveMetadata(true))
                .setMaxResultsPerPage(limit);
        Iterator<PagedResponse<BlobItem>> pages =
                container.listBlobs(options, null).iterableByPage(marker).iterator();
        if (!pages.hasNext()) {
            return new Page(List.of(), null);
        }
        PagedResponse<BlobItem> page = pages.next();
        String next = page.getContinuationToken();
        return new Page(
                page.getValue().stream().map(HeldBlob::of).toList(), next == null || next.isEmpty() ? null : next);
    }

    /**
     * What the vault says of one blob now; empty if there is none of that name.
     *
     * @throws RuntimeException if the vault does not answer
     */
    public Optional<HeldBlob> look(String name) {
        try {
            return Optional.of(HeldBlob.of(name, container.getBlobClient(name).getProperties()));
        } catch (BlobStorageException e) {
            if (Answers.isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
