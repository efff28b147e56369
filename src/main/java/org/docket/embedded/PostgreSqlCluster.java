package org.docket.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data directory of the embedded PostgreSQL and the server on it, for the one process that owns both.
 *
 * @param folder holds the data, the programs and the log
 */
record PostgreSqlCluster(Path folder, PostgreSqlPrograms programs) {
    /** Connections leave room for several pools; memory is small because the hub shares the machine. */
    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=127.0.0.1",
            // No socket files: their usual folder may not exist or not be writable.
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=64MB",
            "max_wal_size=256MB",
            // A station's first evening: what the planner knows of the tables must keep up with them.
            "autovacuum_naptime=10s",
            "timezone=UTC",
            "log_timezone=UTC",
            "lc_messages=C",
            // Keeps the values of rows, which can be personal data, out of the log.
            "log_error_verbosity=terse",
            "log_min_error_statement=panic");

    private static final String UNFINISHED = "initialising-";
    private static final String PASSWORD = "docket.password";
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    /** The cluster in that folder, created unless it is there. */
    static PostgreSqlCluster open(Path folder) throws IOException {
        Files.createDirectories(folder);
        PostgreSqlCluster cluster = new PostgreSqlCluster(folder, PostgreSqlPrograms.unpack(folder));
        if (!Files.exists(cluster.data())) {
            cluster.create();
        }
        return cluster;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path log() {
        return folder.resolve("postgresql.log");
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    /** The server on this data directory and on no other, whoever started it. */
    private ServerProcess server() {
        return new ServerProcess(pidFile(), List.of("postgres", data().toString()));
    }

    /** The superuser's password, which is generated with the cluster and readable for its operating system user only. */
    static String password(Path folder) throws IOException {
        return Files.readString(folder.resolve("data").resolve(PASSWORD), StandardCharsets.UTF_8);
    }

    /** Prepares the directory under another name first: one that is half prepared must never be taken for the data. */
    private void create() throws IOException {
        deleteUnfinished();
        Path unfinished = Files.createTempDirectory(folder, UNFINISHED);
        Path cluster = unfinished.resolve("data");
        Path password = Files.createFile(
                unfinished.resolve(PASSWORD),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.writeString(password, HexFormat.of().formatHex(random), StandardCharsets.UTF_8);
        Files.deleteIfExists(log());
        int exit = programs.run(
                log(),
                "initdb",
                List.of(
                        "--pgdata=" + cluster,
                        "--username=postgres",
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--data-checksums"));
        if (exit != 0) {
            throw EmbeddedPartException.withLog(
                    "PostgreSQL cannot prepare " + data()
                            + ". If this is root in a container, run Docket as another user.",
                    log());
        }
        Files.move(password, cluster.resolve(PASSWORD));
        Files.move(cluster, data(), StandardCopyOption.ATOMIC_MOVE);
        deleteUnfinished();
    }

    /** Starts the server, after one that was left running by a killed process has been stopped in order. */
    void start(int port) throws IOException {
        Deadline deadline = Deadline.in(START_PATIENCE);
        while (true) {
            stop();
            Files.deleteIfExists(log());
            // Now no server has this directory. PostgreSQL would still refuse to start if the id in the file belonged
            // to any
            // process at all, be it a stranger or the dead server that nobody has reaped.
            Files.deleteIfExists(pidFile());
            int exit = programs.run(
                    log(),
                    "pg_ctl",
                    List.of(
                            "start",
                            "--pgdata=" + data(),
                            "--log=" + log(),
                            "--options=-p " + port + " -c " + String.join(" -c ", SETTINGS),
                            // Recovery after a crash may take long; a server that gives up is noticed at once.
                            "--wait",
                            "--timeout=3600"));
            if (exit == 0) {
                return;
            }
            if (deadline.passed() || !isOccupied()) {
                throw EmbeddedPartException.withLog("PostgreSQL does not start on " + data() + ".", log());
            }
            deadline.pause();
        }
    }

    /** Whether the server found a killed predecessor's traces, which go away when the last of its processes has ended. */
    private boolean isOccupied() throws IOException {
        String said = Files.readString(log(), StandardCharsets.UTF_8);
        return said.contains("pre-existing shared memory block") || said.contains("\"postmaster.pid\" already exists");
    }

    boolean isRunning() throws IOException {
        return server().find().isPresent();
    }

    /** Stops the server if it runs; what was committed is on the disk in any case. */
    void stop() throws IOException {
        ServerProcess server = server();
        if (server.find().isEmpty()) {
            return;
        }
        int exit = programs.run(
                log(),
                "pg_ctl",
                List.of(
                        "stop",
                        "--pgdata=" + data(),
                        "--mode=fast",
                        "--wait",
                        "--timeout=" + STOP_PATIENCE.toSeconds()));
        if (exit != 0 || !server.endsWithin(Duration.ofSeconds(5))) {
            server.kill("PostgreSQL");
        }
    }

    private void deleteUnfinished() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(
                            path -> path.getFileName().toString().startsWith(UNFINISHED))
                    .toList()) {
                delete(child);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
