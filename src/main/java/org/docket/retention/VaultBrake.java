package org.docket.retention;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.catalogue.Json;
import org.docket.vault.CustodyContainer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a run when the vault is not the one that the catalogue is of: another account, or one that was emptied, says of every blob that
 * there is none, which would pass for a disposal. The vault bears an id for that in the container for proofs.
 */
public final class VaultBrake implements Brake {
    /** Its name in the container for proofs. */
    public static final String BLOB = "vault-identity.json";

    private static final Logger LOG = LoggerFactory.getLogger(VaultBrake.class);

    private final Jdbi jdbi;
    private final CustodyContainer custody;
    private final Clock clock;

    public VaultBrake(Jdbi jdbi, CustodyContainer custody, Clock clock) {
        this.jdbi = jdbi;
        this.custody = custody;
        this.clock = clock;
    }

    /** From now on the vault is known as it is found at the next look: a person has said that it is right. */
    static void forget(Handle handle) {
        handle.execute("delete from vault_identity");
    }

    /** What is condemned already may not be taken for disposed of either. */
    @Override
    public boolean holdsWhatIsCondemned() {
        return true;
    }

    /**
     * Lets catalogue and vault know each other, if the catalogue knows none yet. Whoever starts with another vault than before reads
     * that in the log: nothing is disposed of there.
     *
     * @throws RuntimeException if database or vault do not answer
     */
    public void meet() {
        compareOrMeet().forEach(stop -> LOG.warn("{}; {}", stop.what(), stop.remedy()));
    }

    @Override
    public List<Stop> stops(PurgePlan plan) {
        return compareOrMeet();
    }

    private List<Stop> compareOrMeet() {
        if (known().isEmpty()) {
            UUID met = borne().orElseGet(this::give);
            jdbi.useHandle(handle -> handle.createUpdate(
                            "insert into vault_identity (id, known_at) values (:id, :now) on conflict do nothing")
                    .bind("id", met)
                    .bind("now", clock.instant())
                    .execute());
        }
        return known().map(this::compare).orElse(List.of());
    }

    @Override
    public List<Stop> preview(PurgePlan plan) {
        return known().map(this::compare).orElse(List.of());
    }

    private List<Stop> compare(UUID known) {
        Optional<UUID> borne = borne();
        return borne.filter(known::equals).isPresent() ? List.of() : List.of(stop(known, borne));
    }

    private static Stop stop(UUID known, Optional<UUID> borne) {
        return new Stop(
                Stop.Kind.VAULT,
                "the catalogue is of the vault " + known + ", and the vault that is configured "
                        + borne.map(id -> "is " + id).orElse("bears no id in " + BLOB + " of its container for proofs")
                        + ": it is another one, or was emptied",
                "look at docket.vault.connection and at what became of the vault, and let './docket reconcile' run to its end;"
                        + " release the run only if that vault holds the recordings now");
    }

    private Optional<UUID> known() {
        return jdbi.withHandle(handle -> handle.createQuery("select id from vault_identity")
                .mapTo(UUID.class)
                .findOne());
    }

    private Optional<UUID> borne() {
        return custody.read(BLOB).map(VaultBrake::id);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(Json.read(text, JsonNode.class).path("vault").asText());
        } catch (RuntimeException e) {
            // Whatever else somebody has put there is as good a name, and another one than that which is known.
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private UUID give() {
        UUID id = UUID.randomUUID();
        try {
            custody.keep(
                    BLOB,
                    "application/json",
                    Json.write(Map.of(
                            "vault", id.toString(), "since", clock.instant().toString())));
            return id;
        } catch (IllegalStateException e) {
            // Another hub has given it one meanwhile.
            return borne().orElseThrow(() -> e);
        }
    }
}
