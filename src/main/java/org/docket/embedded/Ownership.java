package org.docket.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The right of one process to start and stop an embedded part: a lock of the operating system on a small file, which ends with
 * the process however that ends. The file says who owns the part, on which port it answers, and survives to remember the port.
 */
final class Ownership implements AutoCloseable {
    /** What {@link #claim} came to. */
    sealed interface Claim {}

    record Owner(Ownership ownership) implements Claim {}

    record Guest(int port) implements Claim {}

    /** What the file says: {@code PID PORT answering} or {@code PID PORT silent}. */
    private record Entry(long pid, int port, boolean answering) {
        static final Entry NONE = new Entry(0, 0, false);

        static Entry parse(String text) {
            String[] words = text.strip().split(" ", -1);
            try {
                return words.length == 3
                        ? new Entry(Long.parseLong(words[0]), Integer.parseInt(words[1]), words[2].equals("answering"))
                        : NONE;
            } catch (NumberFormatException e) {
                return NONE;
            }
        }

        String text() {
            return pid + " " + port + " " + (answering ? "answering" : "silent") + "\n";
        }
    }

    /**
     * The ownerships of this process. Why: with POSIX locks, opening and closing a file once more in the process that holds the
     * lock would end the lock.
     */
    private static final Map<Path, Ownership> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;
    private volatile Entry entry;

    private Ownership(Path file, FileChannel channel, Entry entry) {
        this.file = file;
        this.channel = channel;
        this.entry = entry;
    }

    /**
     * Becomes the owner or, in the role {@link Role#EITHER}, a guest of an owner whose part answers. Waits while there is another
     * owner of which this process cannot be a guest.
     *
     * @param home the folder that the part belongs to
     * @param name the part's name, in lower case for the name of the file
     * @throws EmbeddedPartException naming the other owner, if the patience ends
     */
    static Claim claim(Path home, String name, Role role, Duration patience) throws IOException {
        Path real = Files.createDirectories(home).toRealPath().resolve(name.toLowerCase(Locale.ROOT) + ".owner");
        Deadline deadline = Deadline.in(patience);
        while (true) {
            Optional<Ownership> own = take(real);
            if (own.isPresent()) {
                return new Owner(own.get());
            }
            Entry other = look(real);
            if (role == Role.EITHER && other.answering()) {
                return new Guest(other.port());
            }
            if (deadline.passed()) {
                throw new EmbeddedPartException(name + " in " + home + " belongs to process " + other.pid()
                        + ", which is still running: stop that process, or give this one another docket.home.");
            }
            deadline.pause();
        }
    }

    private static Optional<Ownership> take(Path file) throws IOException {
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            Ownership own = new Ownership(file, channel, Entry.parse(read(channel)));
            own.write(new Entry(ProcessHandle.current().pid(), own.entry.port(), false));
            HELD.put(file, own);
            return Optional.of(own);
        }
    }

    private static Entry look(Path file) throws IOException {
        synchronized (HELD) {
            Ownership own = HELD.get(file);
            return own == null ? Entry.parse(Files.readString(file, StandardCharsets.UTF_8)) : own.entry;
        }
    }

    /** The port at which the part last answered; 0 if it never did. */
    int rememberedPort() {
        return entry.port();
    }

    /** From now on other processes can be guests at this port. */
    void announce(int port) throws IOException {
        write(new Entry(entry.pid(), port, true));
    }

    /** Takes no more guests: the part is about to stop. */
    void withdraw() throws IOException {
        write(new Entry(entry.pid(), entry.port(), false));
    }

    /** Ends the ownership. The part must have been stopped. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(file);
            channel.close();
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    private void write(Entry next) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(next.text().getBytes(StandardCharsets.UTF_8)), 0);
        entry = next;
    }
}
