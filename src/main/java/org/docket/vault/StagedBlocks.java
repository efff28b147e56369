package org.docket.vault;

import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.Block;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The blocks of one blob that the vault holds and that are not committed. The id of a block says its place and its checksum, which the
 * service compared with the block when it arrived: a block whose id is right need not be sent again.
 */
final class StagedBlocks {
    static final StagedBlocks NONE = new StagedBlocks(Map.of());

    private static final int NOT_FOUND = 404;

    private final Map<String, Long> lengths;

    private StagedBlocks(Map<String, Long> lengths) {
        this.lengths = lengths;
    }

    static StagedBlocks of(BlockBlobClient blob) {
        try {
            return new StagedBlocks(blob.listBlocks(BlockListType.UNCOMMITTED).getUncommittedBlocks().stream()
                    .collect(Collectors.toMap(Block::getName, Block::getSizeLong, (first, second) -> second)));
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == NOT_FOUND) {
                return NONE;
            }
            throw e;
        }
    }

    /** The id of the block at that place, counted from 0. All ids of a blob must have the same length. */
    static String id(int place, Checksum checksum) {
        String id = String.format("%08d", place) + checksum.hex();
        return Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.US_ASCII));
    }

    boolean isEmpty() {
        return lengths.isEmpty();
    }

    boolean has(String id, int length) {
        Long held = lengths.get(id);
        return held != null && held == length;
    }

    /** Whether a block with that id can stand beside those that there are. */
    boolean admits(String id) {
        return lengths.keySet().stream().allMatch(held -> held.length() == id.length());
    }
}
