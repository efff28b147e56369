package org.docket.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Puts recordings with as little as it takes: what is hashed is read once through a small buffer, what is sent is not copied. */
final class RawTransfer {
    private static final int BUFFER = 256 * 1024;
    private static final String WHOLE = "x-ms-blob-type: BlockBlob\r\n";

    private final String container;
    private final int blockSize;
    private final Hashing hashing;
    private final ThreadLocal<RawConnection> connection;
    private final ThreadLocal<ByteBuffer> buffer = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER));

    /**
     * Connects to nothing yet.
     *
     * @param blockSize longest body of a request
     */
    RawTransfer(Store store, String container, int blockSize, Hashing hashing) {
        this.container = container;
        this.blockSize = blockSize;
        this.hashing = hashing;
        this.connection = ThreadLocal.withInitial(() -> {
            try {
                return new RawConnection(store);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /** Puts a recording by this thread alone, one block after the other. */
    void alone(Path source) throws IOException {
        MessageDigest whole = Hashing.digest("SHA-256");
        try (FileChannel file = FileChannel.open(source)) {
            List<String> ids = new ArrayList<>();
            for (long from = 0; from < file.size(); from += blockSize) {
                ids.add(block(file, path(source), from, whole));
            }
            commit(path(source), file.size(), ids, whole);
        }
    }

    /** Puts a recording by several threads: one hashes the whole, the others hash and send blocks. */
    void sideBySide(Path source, ExecutorService threads) throws Exception {
        MessageDigest whole = Hashing.digest("SHA-256");
        try (FileChannel file = FileChannel.open(source)) {
            Future<?> hashed = threads.submit(() -> {
                if (hashing != Hashing.NONE) {
                    hash(file, 0, file.size(), whole, null);
                }
                return null;
            });
            List<Future<String>> blocks = new ArrayList<>();
            for (long from = 0; from < file.size(); from += blockSize) {
                long start = from;
                blocks.add(threads.submit(() -> block(file, path(source), start, null)));
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> block : blocks) {
                ids.add(done(block));
            }
            done(hashed);
            commit(path(source), file.size(), ids, whole);
        }
    }

    private static <T> T done(Future<T> work) throws Exception {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new IOException("a block could not be put", e.getCause());
        }
    }

    private String path(Path source) {
        return container + '/' + source.getFileName();
    }

    /** Puts one block, or the whole of a recording that is no longer than one. */
    private String block(FileChannel file, String path, long from, @Nullable MessageDigest whole) throws IOException {
        long length = Math.min(blockSize, file.size() - from);
        Hashing.Block checksum = hashing.new Block();
        if (hashing.isOfBlocks() || (hashing != Hashing.NONE && whole != null)) {
            hash(file, from, length, whole, checksum);
        }
        String id = Base64.getEncoder()
                .encodeToString(
                        String.format(Locale.ROOT, "%08d", from / blockSize).getBytes(StandardCharsets.US_ASCII));
        if (file.size() <= blockSize) {
            connection.get().put(path, "", WHOLE + metadata(whole) + checksum.headerLine(), file, from, length);
        } else {
            connection.get().put(path, "comp=block&blockid=" + id, checksum.headerLine(), file, from, length);
        }
        return id;
    }

    private void hash(
            FileChannel file, long from, long length, @Nullable MessageDigest whole, Hashing.@Nullable Block checksum)
            throws IOException {
        ByteBuffer some = buffer.get();
        for (long done = 0; done < length; done += some.limit()) {
            some.clear().limit((int) Math.min(BUFFER, length - done));
            while (some.hasRemaining()) {
                if (file.read(some, from + done + some.position()) < 0) {
                    throw new EOFException();
                }
            }
            if (whole != null) {
                whole.update(some.flip());
            }
            if (checksum != null) {
                checksum.update(some.flip());
            }
        }
    }

    private void commit(String path, long length, List<String> ids, MessageDigest whole) throws IOException {
        if (length <= blockSize) {
            return;
        }
        StringBuilder list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        ids.forEach(id -> list.append("<Latest>").append(id).append("</Latest>"));
        connection
                .get()
                .put(
                        path,
                        "comp=blocklist",
                        metadata(whole),
                        list.append("</BlockList>").toString());
    }

    private String metadata(@Nullable MessageDigest whole) {
        return whole == null || hashing == Hashing.NONE
                ? ""
                : "x-ms-meta-sha256: " + HexFormat.of().formatHex(whole.digest()) + "\r\n";
    }
}
