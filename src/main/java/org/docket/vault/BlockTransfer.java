package org.docket.vault;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sends one recording as blocks that are not committed yet. The source is read once, from front to back, by the calling thread, which
 * hashes the whole; each block is checked by the service against its MD5 and sent by another thread. Memory is a fixed number of
 * blocks, whatever the recording's size.
 */
final class BlockTransfer {
    /** The most blocks that one blob can have (Azure Blob service, Put Block List). */
    private static final int MOST_BLOCKS = 50_000;

    private final BlockBlobClient blob;
    private final Executor senders;
    private final int blockSize;
    private final int parallel;
    private final BlockingQueue<byte[]> buffers;

    BlockTransfer(BlockBlobClient blob, Executor senders, long bytes, VaultConfiguration configuration) {
        this.blob = blob;
        this.senders = senders;
        long leastBlock = (bytes + MOST_BLOCKS - 1) / MOST_BLOCKS;
        // A recording shorter than a block does not need a whole block of memory.
        this.blockSize = Math.toIntExact(Math.max(leastBlock, Math.min(configuration.block(), bytes)));
        this.parallel = configuration.parallel();
        this.buffers = new LinkedBlockingQueue<>();
    }

    /**
     * What was sent.
     *
     * @param sha256 of the whole, 64 hexadecimal digits
     * @param blockIds in the order of the recording
     */
    record Sent(long bytes, String sha256, List<String> blockIds) {}

    /**
     * Reads the source to its end and sends all of it.
     *
     * @throws IOException if the source cannot be read
     * @throws RuntimeException of the storage client, if a block could not be sent or did not arrive as it was
     */
    Sent send(Path source) throws IOException, InterruptedException {
        MessageDigest whole = SourceDigest.sha256();
        List<String> ids = new ArrayList<>();
        List<FutureTask<@Nullable Void>> sending = new ArrayList<>();
        long total = 0;
        int lent = 0;
        try (InputStream stream = Files.newInputStream(source)) {
            while (true) {
                byte[] buffer = buffers.poll();
                if (buffer == null) {
                    buffer = lent++ <= parallel ? new byte[blockSize] : buffers.take();
                }
                int length = stream.readNBytes(buffer, 0, blockSize);
                if (length == 0) {
                    break;
                }
                failIfOneFailed(sending);
                whole.update(buffer, 0, length);
                String id = blockId(ids.size());
                byte[] block = buffer;
                FutureTask<@Nullable Void> task = new FutureTask<>(() -> stage(id, block, length), null);
                ids.add(id);
                sending.add(task);
                senders.execute(task);
                total += length;
            }
            for (FutureTask<@Nullable Void> task : sending) {
                result(task);
            }
        } finally {
            sending.forEach(task -> task.cancel(true));
        }
        return new Sent(total, HexFormat.of().formatHex(whole.digest()), ids);
    }

    private void stage(String id, byte[] block, int length) {
        try {
            BinaryData data = BinaryData.fromByteBuffer(ByteBuffer.wrap(block, 0, length));
            blob.stageBlockWithResponse(
                    new BlockBlobStageBlockOptions(id, data).setContentMd5(SourceDigest.md5(block, length)),
                    null,
                    Context.NONE);
        } finally {
            buffers.add(block);
        }
    }

    /** Every block id of a blob has the same length, and says the block's place. */
    private static String blockId(int index) {
        return Base64.getEncoder().encodeToString(String.format("%08d", index).getBytes(StandardCharsets.US_ASCII));
    }

    /** A block that failed ends the transfer at once, not at the end of 20 GB. */
    private static void failIfOneFailed(List<FutureTask<@Nullable Void>> sending) throws InterruptedException {
        while (!sending.isEmpty() && sending.get(0).isDone()) {
            result(sending.remove(0));
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
}
