package org.docket.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.docket.Docket;
import org.docket.configuration.Settings;
import org.docket.testkit.MovableClock;
import org.docket.testkit.TestParts;
import org.docket.vault.Vault;
import org.docket.vault.VaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock of the hub, that of a real database, and that of a real vault. */
class ClockBrakeTest {
    private final PurgeRows rows = new PurgeRows();
    private final MovableClock clock = new MovableClock();
    private final Vault vault = vault(new BlobServiceClientBuilder().connectionString(TestParts.newVault()));

    @AfterEach
    void stop() {
        vault.close();
    }

    private static Vault vault(BlobServiceClientBuilder builder) {
        BlobServiceClient client = builder.retryOptions(
                        new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(10))))
                .buildClient();
        return new Vault(
                client,
                Settings.load(Path.of(""), null, Map.of(), Map.of(), Docket.CONFIGURATION)
                        .read(VaultConfiguration.class));
    }

    @Test
    void clocksOfOneMachineAgree() {
        assertThat(stops(vault)).isEmpty();
    }

    @Test
    void halfAMinuteIsNoReasonToStop() {
        clock.advance(Duration.ofSeconds(30));

        assertThat(stops(vault)).isEmpty();
    }

    @Test
    void aHubThatIsAheadStops() {
        clock.advance(Duration.ofSeconds(70));

        assertThat(stops(vault)).singleElement().satisfies(stop -> {
            assertThat(stop.kind()).isEqualTo(Stop.Kind.CLOCKS);
            assertThat(stop.what())
                    .startsWith("the clock of the hub is PT1M")
                    .contains("ahead of that of the database");
        });
    }

    @Test
    void aHubThatIsBehindStops() {
        clock.setBack(Duration.ofDays(1));

        assertThat(stops(vault)).singleElement().satisfies(stop -> assertThat(stop.what())
                .startsWith("the clock of the database is PT2")
                .contains("ahead of that of the hub"));
    }

    @Test
    void aVaultThatDoesNotAnswerLetsNoRunPass() {
        Vault nobody = vault(new BlobServiceClientBuilder().endpoint("http://127.0.0.1:1/nobody"));

        assertThatThrownBy(() -> stops(nobody)).isInstanceOf(RuntimeException.class);
        nobody.close();
    }

    @Test
    void aVaultThatSaysNoTimeStopsUntilAPersonHasReleasedARunFromThat() {
        Vault silent = vault(new BlobServiceClientBuilder()
                .connectionString(TestParts.newVault())
                .addPolicy((call, next) -> next.process().map(answer -> {
                    answer.getHeaders().remove(HttpHeaderName.DATE);
                    return answer;
                })));
        List<Stop> stops = stops(silent);
        assertThat(stops).singleElement().satisfies(stop -> assertThat(stop.what())
                .isEqualTo("the vault does not say what time it has"));
        PurgePlan plan = rows.stopped(clock.instant(), 4, stops.get(0));
        assertThat(stops(silent)).hasSize(1);

        rows.runs().release(plan.id(), "DI Mensah", "the proxy cannot be changed", clock.instant());

        assertThat(stops(silent)).isEmpty();
        clock.advance(Duration.ofSeconds(70));
        assertThat(stops(silent)).singleElement().satisfies(stop -> assertThat(stop.what())
                .contains("ahead of that of the database"));
        silent.close();
    }

    private List<Stop> stops(Vault asked) {
        return new ClockBrake(rows.jdbi(), asked, BrakeLimits.SHIPPED, clock)
                .stops(PurgeRows.plan(Instant.parse("2026-03-15T02:15:00Z"), 4, "4be1d07a92c3"));
    }
}
