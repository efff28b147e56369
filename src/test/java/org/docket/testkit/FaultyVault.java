package org.docket.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a hub and a real blob store, on a port of 127.0.0.1, and does what networks and services do: {@link VaultFault}s
 * that a test chooses happen to the calls that it chooses. All other calls pass, and every call is written down.
 *
 * <p>The signature of a call covers its path and not its host: the store behind sees the calls of its own account.
 */
public final class FaultyVault implements AutoCloseable {
    private static final Pattern ENDPOINT = Pattern.compile("(?<=BlobEndpoint=)(?<origin>http://[^/;]+)");
    private static final int BACKLOG = 100;
    private static final int PATIENCE_SECONDS = 10;

    private final String behind;
    private final URI origin;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Future<?> accepting = CompletableFuture.completedFuture(null);
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty-vault");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final List<VaultCall> calls = new CopyOnWriteArrayList<>();
    private final int port;
    private @Nullable ServerSocket server;

    /** Starts it in front of the store with that connection string. */
    public FaultyVault(String behind) throws IOException {
        Matcher endpoint = ENDPOINT.matcher(behind);
        if (!endpoint.find()) {
            throw new IllegalArgumentException("no http endpoint in the connection string");
        }
        this.behind = behind;
        this.origin = URI.create(endpoint.group("origin"));
        this.port = listen(0);
    }

    /** For the hub: calls come through here. */
    public String connectionString() {
        return ENDPOINT.matcher(behind).replaceFirst("http://127.0.0.1:" + port);
    }

    /** For those who want to see what the store holds: calls go straight to it. */
    public String behind() {
        return behind;
    }

    /** Chooses calls that something is to happen to; of any kind if none is named. */
    public Rule on(VaultCall.Kind... kinds) {
        return new Rule(kinds.length == 0 ? Set.of(VaultCall.Kind.values()) : Set.of(kinds));
    }

    /** Which calls something happens to. They are counted from when it is said what happens. */
    public final class Rule {
        private final Set<VaultCall.Kind> kinds;
        private final AtomicInteger met = new AtomicInteger();
        private final AtomicInteger happened = new AtomicInteger();
        private Predicate<String> blobs = blob -> true;
        private IntPredicate which = number -> true;
        private VaultFault fault = VaultFault.NONE;

        private Rule(Set<VaultCall.Kind> kinds) {
            this.kinds = kinds;
        }

        /** Only those about such blobs, by their names within the container. */
        public Rule of(Predicate<String> blobs) {
            this.blobs = blobs;
            return this;
        }

        /** It happens to the next of them, and to no other. */
        public Rule next(VaultFault fault) {
            return nth(1, fault);
        }

        /** It happens to the n-th of them, counted from 1, and to no other. */
        public Rule nth(int n, VaultFault fault) {
            return begin(number -> number == n, fault);
        }

        /** It happens to the n-th of them and to all after it, until {@link #heal()}. */
        public Rule from(int n, VaultFault fault) {
            return begin(number -> number >= n, fault);
        }

        /** It happens to all of them, until {@link #heal()}. */
        public Rule always(VaultFault fault) {
            return from(1, fault);
        }

        private Rule begin(IntPredicate which, VaultFault fault) {
            this.which = which;
            this.fault = fault;
            rules.add(this);
            return this;
        }

        /** How many calls it has happened to: a test of a fault that never happens proves nothing. */
        public int happened() {
            return happened.get();
        }

        private boolean meets(VaultExchange call) {
            boolean meets = kinds.contains(call.kind()) && blobs.test(call.blob()) && which.test(met.incrementAndGet());
            if (meets) {
                happened.incrementAndGet();
            }
            return meets;
        }
    }

    /** A gate for calls to be held at; {@link #heal()} opens it. */
    public Gate gate() {
        Gate gate = new Gate();
        gates.add(gate);
        return gate;
    }

    /** From now on nothing goes wrong, and what is held goes on. */
    public void heal() {
        rules.clear();
        gates.forEach(Gate::open);
        gates.clear();
        comeBack();
    }

    /** Breaks off all connections and accepts no other. */
    public synchronized void goAway() {
        try {
            if (server != null) {
                server.close();
                server = null;
                // Until whoever accepts has noticed, the system goes on to accept.
                accepting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            for (Socket connection : connections) {
                if (!connection.isClosed()) {
                    VaultExchange.reset(connection);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("it still accepts connections", e);
        }
    }

    /** Accepts connections again, on the same port. */
    public synchronized void comeBack() {
        try {
            if (server == null) {
                listen(port);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The calls that have ended, in that order. */
    public List<VaultCall> calls() {
        return List.copyOf(calls);
    }

    /** Those of one kind. */
    public List<VaultCall> calls(VaultCall.Kind kind) {
        return calls.stream().filter(call -> call.kind() == kind).toList();
    }

    private int listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted), BACKLOG);
        server = socket;
        accepting = threads.submit(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                if (socket.isClosed()) {
                    // Accepted while it was going away, perhaps too late to be broken off with the others.
                    connection.close();
                }
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                // Closed: it has gone away.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Optional<RequestHead> head = RequestHead.read(in);
            while (head.isPresent()) {
                pass(new VaultExchange(connection, in, head.get(), client, origin));
                head = connection.isClosed() ? Optional.empty() : RequestHead.read(in);
            }
        } catch (IOException e) {
            // One of the two sides is gone, and with the connection the other one hears of it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private void pass(VaultExchange call) throws IOException, InterruptedException {
        VaultFault fault = VaultFault.NONE;
        for (Rule rule : rules) {
            if (rule.meets(call)) {
                fault = rule.fault;
            }
        }
        try {
            fault.happen(call);
        } finally {
            calls.add(call.call());
        }
    }

    @Override
    public void close() {
        gates.forEach(Gate::open);
        goAway();
        threads.shutdownNow();
    }
}
