package org.docket.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.docket.testkit.TestHub.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.docket.Docket;
import org.docket.broker.Depth;
import org.docket.catalogue.Json;
import org.docket.configuration.Settings;
import org.docket.testkit.MovableClock;
import org.docket.testkit.Recordings;
import org.docket.testkit.TestDatabase;
import org.docket.testkit.TestDocket;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks how things stand keeps nobody from working, and waits for nobody. */
class StatusApiTest {
    private static final ApiRequest STATUS =
            new ApiRequest("GET", "/api/v1/status", "", name -> List.of(), new byte[0]);

    private final DataSource database = TestDatabase.create();
    private final Jdbi jdbi = Jdbi.create(database);
    private final MovableClock clock = new MovableClock();
    private final Docket docket;
    private final StatusApi api;

    StatusApiTest(@TempDir Path home) {
        docket = TestDocket.over(
                database,
                Settings.load(
                        Path.of(""), null, Map.of(), Map.of("docket.home", home.toString()), Docket.CONFIGURATION),
                clock);
        api = new StatusApi(docket);
    }

    @AfterEach
    void close() {
        docket.close();
    }

    @Test
    void countsAnewWhenTheLastCountIsOldAndNotBefore() throws Exception {
        assertThat(status().path("recordings").path("DEPOSITED").asInt()).isZero();
        jdbi.useHandle(
                handle -> Recordings.deposit(handle, docket.catalogue(), Recordings.retained(UUID.randomUUID())));

        assertThat(status().path("recordings").path("DEPOSITED").asInt()).isZero();
        clock.advance(Duration.ofHours(1));
        assertThat(status().path("recordings").path("DEPOSITED").asInt()).isEqualTo(1);
        assertThat(status().path("retained").asInt()).isEqualTo(1);
    }

    @Test
    void saysWhatWaitsAtTheBrokerAndThatItIsAway() throws Exception {
        assertThat(status().path("queues")).isEmpty();
        assertThat(status().path("broker").has("lookedAt")).isFalse();

        docket.queues().look();
        clock.advance(Duration.ofHours(1));
        assertThat(status().at("/broker/away").asText()).isEqualTo("there is no connection with the broker");
        assertThat(status().at("/broker/lookedAt").asText()).isNotEmpty();

        docket.queues()
                .countWith(asked -> Map.of(
                        "docket.evidence.cms", new Depth.Exactly(70, 2L),
                        "docket.casework.in.refused", new Depth.Exactly(1, 0L),
                        "DLQ.docket.evidence.cms", new Depth.Exactly(3, 0L)));
        docket.queues().look();
        clock.advance(Duration.ofHours(1));
        JsonNode status = status();
        assertThat(status.path("broker").has("away")).isFalse();
        assertThat(status.at("/broker/refusedMessages").asInt()).isEqualTo(1);
        assertThat(status.at("/broker/deadLetters").asInt()).isEqualTo(3);
        assertThat(status.path("queues"))
                .filteredOn(queue -> queue.path("name").asText().equals("docket.evidence.cms"))
                .singleElement()
                .satisfies(queue -> assertThat(queue.path("messages").asInt()).isEqualTo(70))
                .satisfies(queue -> assertThat(queue.path("consumers").asInt()).isEqualTo(2));
    }

    @Test
    void answersWithTheLastCountWhileOneIsUnderWay() throws Exception {
        JsonNode before = status();
        clock.advance(Duration.ofHours(1));
        try (Handle locking = jdbi.open()) {
            locking.begin();
            locking.execute("lock table recording in access exclusive mode");
            CompletableFuture<JsonNode> counting = CompletableFuture.supplyAsync(this::status);
            awaitOneWhoWaits();

            assertThat(status()).isEqualTo(before);

            locking.rollback();
            assertThat(counting.get().path("at")).isNotEqualTo(before.path("at"));
        }
    }

    @Test
    void asksToComeAgainWhileItIsCountedForTheFirstTime() throws Exception {
        try (Handle locking = jdbi.open()) {
            locking.begin();
            locking.execute("lock table recording in access exclusive mode");
            CompletableFuture<JsonNode> counting = CompletableFuture.supplyAsync(this::status);
            awaitOneWhoWaits();

            assertThatThrownBy(() -> api.status(STATUS)).isInstanceOfSatisfying(ApiRefusal.class, refusal -> assertThat(
                            refusal.reply().status())
                    .isEqualTo(503));

            locking.rollback();
            assertThat(counting.get().path("retained").asInt()).isZero();
        }
    }

    private void awaitOneWhoWaits() {
        eventually()
                .until(() -> jdbi.withHandle(handle -> handle.createQuery("select count(*) from pg_locks l"
                                        + " join pg_database d on d.oid = l.database and d.datname = current_database()"
                                        + " where not granted")
                                .mapTo(Long.class)
                                .one())
                        == 1);
    }

    private JsonNode status() {
        try {
            return Json.MAPPER.readTree(api.status(STATUS).body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
