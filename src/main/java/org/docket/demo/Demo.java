package org.docket.demo;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.docket.Docket;
import org.docket.Hub;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.BrokerConnections;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.configuration.Settings;
import org.docket.intake.Docks;
import org.docket.intake.IntakeConfiguration;
import org.docket.intake.Release;
import org.docket.vault.VaultConfiguration;

/** Drops the samples into the docks of a running hub, and tells what becomes of them. */
public final class Demo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 100;

    /** More than the samples: what else arrives meanwhile must not push them out. */
    private static final int LATEST = 200;

    private final Docket docket;
    private final PrintWriter out;
    private final IntakeConfiguration intake;
    private final String brokerUrl;
    private final SimulatedCaseSystem caseSystem;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "demo");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Journey> journeys = new ArrayList<>();

    private Demo(Hub hub, PrintWriter out) throws JMSException {
        this.docket = hub.docket();
        this.out = out;
        this.brokerUrl = hub.brokerUrl();
        Settings settings = docket.settings();
        this.intake = settings.read(IntakeConfiguration.class);
        this.caseSystem = SimulatedCaseSystem.connect(
                BrokerConnections.factory(settings.read(BrokerConfiguration.class), hub.brokerUrl(), settings.home()),
                docket.caseSystems().all(),
                docket.clock());
    }

    /** Connects the simulated case system. */
    public static Demo begin(Hub hub, PrintWriter out) throws JMSException {
        return new Demo(hub, out);
    }

    /**
     * Drops the samples, and waits until each has its receipt and each retained one is acknowledged.
     *
     * @return whether all came through; if not, the reasons have been told
     */
    public boolean run() throws IOException, InterruptedException {
        prepare();
        out.println("Dropping " + journeys.size() + " recordings into the docks in " + intake.root() + " ...");
        out.println();
        SampleDock dock = new SampleDock(intake.root());
        long begun = System.nanoTime();
        for (Journey journey : journeys) {
            dock.drop(journey.sample());
        }
        boolean through = follow(begun);
        out.println();
        Summary.of(journeys).lines().forEach(out::println);
        out.println();
        out.println(Summary.words(journeys, through));
        if (!through) {
            out.println("After " + PATIENCE.toSeconds() + " seconds these are not through:");
            journeys.forEach(journey -> journey.missing()
                    .ifPresent(why -> out.println("  " + journey.sample().dock() + "/"
                            + journey.sample().name() + ": " + why)));
        }
        return through;
    }

    private void prepare() throws IOException {
        Settings settings = docket.settings();
        SampleDock dock = new SampleDock(intake.root());
        Docks docks = Docks.load(settings.file("docks.yaml"));
        List<Recording> held = docket.catalogue().list(RecordingState.DEPOSITED, Integer.MAX_VALUE);
        for (Sample sample : Sample.in(settings.install().resolve("samples"))) {
            Optional<Recording> same = held.stream()
                    .filter(recording -> sample.sha256().equals(recording.sha256()))
                    .findFirst();
            boolean releases = docks.dock(sample.dock()).release() instanceof Release.Delete;
            journeys.add(new Journey(sample, dock, docket, same, releases));
        }
    }

    /** Tells every step until all are through; false if that takes too long. */
    private boolean follow(long begun) throws InterruptedException {
        CompletableFuture<Void> through = new CompletableFuture<>();
        Runnable look = () -> {
            try {
                if (look(begun)) {
                    through.complete(null);
                }
            } catch (IOException | RuntimeException e) {
                through.completeExceptionally(e);
            }
        };
        ScheduledFuture<?> looking = looks.scheduleWithFixedDelay(look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        try {
            through.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the samples could not be followed: " + e.getMessage(), e);
        } finally {
            looking.cancel(false);
            looks.shutdown();
            looks.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean look(long begun) throws IOException {
        List<Recording> latest = docket.catalogue().list(null, LATEST);
        boolean through = true;
        for (Journey journey : journeys) {
            for (String step : journey.look(latest)) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                out.println(String.format(
                        Locale.ROOT,
                        "%5.1f s  %-42s  %s",
                        seconds,
                        journey.sample().name(),
                        step));
            }
            through &= journey.missing().isEmpty();
        }
        return through;
    }

    /**
     * Says where a person can see more.
     *
     * @param http root of the hub's web addresses
     * @param ending whether the hub is about to stop
     */
    public void sayWhereToLook(String http, boolean ending) {
        out.println();
        String blobs = docket.vault().client().getAccountUrl() + "/"
                + docket.settings().read(VaultConfiguration.class).container();
        new WhereToLook(
                        http,
                        brokerUrl,
                        blobs,
                        intake.root(),
                        docket.caseSystems().all())
                .lines(ending)
                .forEach(out::println);
    }

    @Override
    public void close() throws JMSException {
        looks.shutdownNow();
        caseSystem.close();
    }
}
