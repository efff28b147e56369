package org.docket.vault;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends one recording under its own name, never over what is there. The source is read once, by the calling thread, which hashes the
 * whole. A recording of up to one block goes in one call; of a longer one, other threads send the blocks, and those that the vault
 * holds already are only read.
 */
final class Upload {
    /** The most blocks that one blob can have (Azure Blob service, Put Block List). */
    private static final int MOST_BLOCKS = 50_000;

    private static final BlobRequestConditions NOTHING_THERE = new BlobRequestConditions().setIfNoneMatch("*");

    private final BlockBlobClient blob;
    private final DepositRequest request;
    private final BlockCheck check;
    private final Lanes lanes;
    private final Executor senders;
    private final int blockSize;
    private final Semaphore ownLanes;

    Upload(
            BlockBlobClient blob,
            DepositRequest request,
            BlockCheck check,
            Lanes lanes,
            Executor senders,
            VaultConfiguration configuration) {
        this.blob = blob;
        this.request = request;
        this.check = check;
        this.lanes = lanes;
        this.senders = senders;
        // A recording whose blocks do not arrive leaves lanes to the others of its dock.
        this.ownLanes = new Semaphore(Math.max(1, configuration.parallel() / 2));
        long leastBlock = (request.bytes() + MOST_BLOCKS - 1) / MOST_BLOCKS;
        this.blockSize = Math.toIntExact(Math.max(leastBlock, configuration.block()));
    }

    /** How sending ended. */
    sealed interface Sent {
        /** The vault has it, each block compared with its checksum by the service. */
        record Committed(String sha256) implements Sent {}

        /** There was a blob of that name already: another hub, or this one before a crash, was faster. */
        record AlreadyThere(String sha256) implements Sent {}

        /** What was read is not what was presented; nothing was committed. */
        record Changed(long bytesRead) implements Sent {}
    }

    /**
     * Reads the source to its end and sends what the vault does not hold.
     *
     * @throws IOException if the source cannot be read
     * @throws RuntimeException of the storage client, if a block could not be sent or did not arrive as it was
     */
    Sent send() throws IOException, InterruptedException {
        SourceState before = SourceState.of(request.source());
        try (SourceReader reader = SourceReader.open(request, check)) {
            return request.bytes() <= blockSize ? inOneCall(reader, before) : inBlocks(reader, before);
        }
    }

    private Sent inOneCall(SourceReader reader, SourceState before) throws IOException, InterruptedException {
        Lanes.Lane lane = lanes.take(request.dock());
        try {
            int size = Math.toIntExact(request.bytes());
            ByteBuffer block = lane.buffer(size);
            Checksum checksum = reader.read(block, lane.slice(size));
            if (!isUnchanged(reader, before)) {
                return new Sent.Changed(reader.total());
            }
            String sha256 = reader.sha256();
            BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(BinaryData.fromByteBuffer(block))
                    .setHeaders(headers())
                    .setMetadata(metadata(sha256))
                    .setRequestConditions(NOTHING_THERE);
            return unlessThere(sha256, () -> blob.uploadWithResponse(options, null, ChecksumHeader.with(checksum)));
        } finally {
            lanes.giveBack(lane);
        }
    }

    private Sent inBlocks(SourceReader reader, SourceState before) throws IOException, InterruptedException {
        StagedBlocks held = request.resumed() ? held() : StagedBlocks.NONE;
        List<String> ids = sendBlocks(reader, held);
        if (!isUnchanged(reader, before)) {
            return new Sent.Changed(reader.total());
        }
        String sha256 = reader.sha256();
        BlockBlobCommitBlockListOptions options = new BlockBlobCommitBlockListOptions(ids)
                .setHeaders(headers())
                .setMetadata(metadata(sha256))
                .setRequestConditions(NOTHING_THERE);
        return unlessThere(sha256, () -> blob.commitBlockListWithResponse(options, null, Context.NONE));
    }

    /** What an earlier try left; nothing of it can be used if its ids have another form. */
    private StagedBlocks held() {
        StagedBlocks held = StagedBlocks.of(blob);
        if (held.admits(StagedBlocks.id(0, check.of(new byte[0])))) {
            return held;
        }
        if (!AbandonedBlocks.drop(blob)) {
            // Committed by another hub since this one looked. Only the next look can say what it is.
            throw new IllegalStateException(request.blob() + " was committed by another hub meanwhile");
        }
        return StagedBlocks.NONE;
    }

    private List<String> sendBlocks(SourceReader reader, StagedBlocks held) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        List<FutureTask<@Nullable Void>> sending = new ArrayList<>();
        try {
            for (Block block = next(reader, ids.size()); block != null; block = next(reader, ids.size())) {
                ids.add(block.id());
                if (reader.total() > request.bytes()) {
                    // It grows, perhaps as fast as it is read: nothing of it will be committed.
                    giveBack(block.lane());
                    return ids;
                }
                if (held.has(block.id(), block.bytes().remaining())) {
                    giveBack(block.lane());
                } else {
                    sending.add(inBackground(block));
                }
                failIfOneFailed(sending);
            }
            for (FutureTask<@Nullable Void> task : sending) {
                result(task);
            }
            return ids;
        } finally {
            // Those under way end by themselves: a lane must not be used again while its block is being sent.
            sending.forEach(task -> task.cancel(false));
        }
    }

    private record Block(Lanes.Lane lane, ByteBuffer bytes, String id, Checksum checksum) {}

    /** The next block in a lane of its own; null at the end of the source. */
    private @Nullable Block next(SourceReader reader, int place) throws IOException, InterruptedException {
        Lanes.Lane lane = take();
        boolean filled = false;
        try {
            ByteBuffer bytes = lane.buffer(blockSize);
            Checksum checksum = reader.read(bytes, lane.slice(blockSize));
            filled = bytes.hasRemaining();
            return filled ? new Block(lane, bytes, StagedBlocks.id(place, checksum), checksum) : null;
        } finally {
            if (!filled) {
                giveBack(lane);
            }
        }
    }

    private Lanes.Lane take() throws InterruptedException {
        ownLanes.acquire();
        try {
            return lanes.take(request.dock());
        } catch (InterruptedException e) {
            ownLanes.release();
            throw e;
        }
    }

    private void giveBack(Lanes.Lane lane) {
        lanes.giveBack(lane);
        ownLanes.release();
    }

    private FutureTask<@Nullable Void> inBackground(Block block) {
        FutureTask<@Nullable Void> task = new FutureTask<>(() -> stage(block), null);
        senders.execute(() -> {
            try {
                task.run();
            } finally {
                giveBack(block.lane());
            }
        });
        return task;
    }

    private void stage(Block block) {
        blob.stageBlockWithResponse(
                new BlockBlobStageBlockOptions(block.id(), BinaryData.fromByteBuffer(block.bytes())),
                null,
                ChecksumHeader.with(block.checksum()));
    }

    /** A block that failed ends the transfer at once, not at the end of 20 GB. */
    private static void failIfOneFailed(List<FutureTask<@Nullable Void>> sending) throws InterruptedException {
        for (FutureTask<@Nullable Void> task : List.copyOf(sending)) {
            if (task.isDone()) {
                result(task);
                sending.remove(task);
            }
        }
    }

    private static void result(FutureTask<@Nullable Void> task) throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private boolean isUnchanged(SourceReader reader, SourceState before) throws IOException {
        return reader.total() == request.bytes()
                && before.isThatOf(request)
                && before.equals(SourceState.of(request.source()));
    }

    private static Sent unlessThere(String sha256, Runnable commit) {
        try {
            commit.run();
            return new Sent.Committed(sha256);
        } catch (BlobStorageException e) {
            if (Answers.isAlreadyThere(e)) {
                return new Sent.AlreadyThere(sha256);
            }
            throw e;
        }
    }

    private BlobHttpHeaders headers() {
        return new BlobHttpHeaders().setContentType(request.contentType());
    }

    private Map<String, String> metadata(String sha256) {
        return BlobLabel.of(request.recordingId(), sha256, request.dock()).metadata();
    }
}
