package org.docket.classify;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.docket.configuration.ConfigurationException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Keeps the text of every rulebook that was in force, which one is, and which ones wait. All hubs go by what stands here. */
public final class Rulebooks {
    /** Held by whoever changes what is in force, until its transaction ends. */
    private static final long CHANGING = 0x646f636b65740001L;

    private static final String IN_FORCE = "select * from rulebook_in_force order by position desc limit 1";

    private final Jdbi jdbi;
    private final Clock clock;

    public Rulebooks(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What is in force; empty if no hub has ever run on this database. */
    public Optional<InForce> inForce() {
        return jdbi.withHandle(Rulebooks::inForce);
    }

    /** The same within a transaction. */
    static Optional<InForce> inForce(Handle handle) {
        return handle.createQuery(IN_FORCE).map((row, context) -> inForce(row)).findOne();
    }

    private static InForce inForce(ResultSet row) throws SQLException {
        return new InForce(
                row.getLong("position"),
                row.getString("version"),
                row.getTimestamp("since").toInstant(),
                acceptance(row),
                row.getObject("appraised_to", UUID.class),
                row.getLong("changed"),
                instant(row, "appraised_at"));
    }

    private static @Nullable Acceptance acceptance(ResultSet row) throws SQLException {
        Instant at = instant(row, "accepted_at");
        return at == null ? null : new Acceptance(row.getString("accepted_by"), row.getString("accepted_reason"), at);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** The rulebook that was in force before that one; empty if it was the first. */
    Optional<String> before(InForce now) {
        return jdbi.withHandle(handle -> handle.createQuery("select version from rulebook_in_force"
                        + " where position < :position order by position desc limit 1")
                .bind("position", now.position())
                .mapTo(String.class)
                .findOne());
    }

    /**
     * The rulebook of that version.
     *
     * @throws ConfigurationException if this version of Docket cannot read it (any more)
     */
    public Optional<Rulebook> find(String version) {
        return jdbi.withHandle(handle -> find(handle, version));
    }

    /** The same within a transaction. */
    static Optional<Rulebook> find(Handle handle, String version) {
        return text(handle, version).map(text -> {
            Path kept = Path.of("rulebook " + version + " in the database");
            try {
                return Rulebook.of(text, kept.resolve("classification.yaml"), kept.resolve("retention.yaml"));
            } catch (ConfigurationException e) {
                throw new ConfigurationException(
                        "This version of Docket cannot read a rulebook that another one took up; go back to that one, or"
                                + " let it take up a rulebook without these:\n" + e.getMessage(),
                        e);
            }
        });
    }

    private static Optional<RulebookText> text(Handle handle, String version) {
        return handle.createQuery("select classification, retention from rulebook where version = :version")
                .bind("version", version)
                .map((row, context) -> new RulebookText(row.getString("classification"), row.getString("retention")))
                .findOne();
    }

    /**
     * The version of the rulebook that was in force last of those with that policy and, if there is one of these, with those retention
     * rules; empty if none is kept.
     */
    Optional<String> findVersion(String policyVersion, @Nullable String retentionVersion) {
        return jdbi.withHandle(handle -> handle.createQuery("select r.version from rulebook r"
                        + " join rulebook_in_force f on f.version = r.version where r.policy_version = :policy"
                        + " order by (r.retention_version = cast(:retention as text)) desc nulls last, f.position desc"
                        + " limit 1")
                .bind("policy", policyVersion)
                .bind("retention", retentionVersion)
                .mapTo(String.class)
                .findOne());
    }

    /** What became of a try to put a rulebook into force. */
    sealed interface Putting {
        /** It is in force. */
        record Done(InForce now) implements Putting {}

        /** Another hub put another one into force in the meantime, which holds. */
        record Overtaken(InForce now) implements Putting {}
    }

    /**
     * Puts the first rulebook of a database into force. There is nothing to appraise again: recordings that there may be keep what an
     * earlier version of Docket gave them.
     */
    Putting begin(Rulebook rulebook) {
        return put(rulebook, null, null, clock.instant());
    }

    /**
     * Puts a rulebook into force.
     *
     * @param instead what it follows: if that is not in force any more, nothing is changed
     */
    Putting put(Rulebook rulebook, InForce instead, @Nullable Acceptance acceptance) {
        return put(rulebook, instead, acceptance, null);
    }

    private Putting put(
            Rulebook rulebook,
            @Nullable InForce instead,
            @Nullable Acceptance acceptance,
            @Nullable Instant appraisedAt) {
        return jdbi.inTransaction(handle -> {
            handle.execute("select pg_advisory_xact_lock(?)", CHANGING);
            InForce now = inForce(handle).orElse(null);
            if (now != null && (instead == null || now.position() != instead.position())) {
                return new Putting.Overtaken(now);
            }
            keep(handle, rulebook);
            handle.createUpdate(
                            "insert into rulebook_in_force (version, since, accepted_by, accepted_reason,"
                                    + " accepted_at, appraised_at) values (:version, :now, :by, :reason, :accepted, :appraised)")
                    .bind("version", rulebook.version())
                    .bind("now", clock.instant())
                    .bind("by", acceptance == null ? null : acceptance.by())
                    .bind("reason", acceptance == null ? null : acceptance.reason())
                    .bind("accepted", acceptance == null ? null : acceptance.at())
                    .bind("appraised", appraisedAt)
                    .execute();
            forget(handle, List.of(rulebook.version()));
            return new Putting.Done(inForce(handle).orElseThrow());
        });
    }

    private void keep(Handle handle, Rulebook rulebook) {
        handle.createUpdate("insert into rulebook (version, policy_version, retention_version, classification,"
                        + " retention, first_seen_at) values (:version, :policy, :rules, :classification, :retention, :now)"
                        + " on conflict do nothing")
                .bind("version", rulebook.version())
                .bind("policy", rulebook.policy().version())
                .bind("rules", rulebook.retention().version())
                .bind("classification", rulebook.text().classification())
                .bind("retention", rulebook.text().retention())
                .bind("now", clock.instant())
                .execute();
    }

    /** Notes how far the pass is. One that was overtaken by another hub notes nothing. */
    static void appraised(Handle handle, InForce now, UUID to, long changed) {
        handle.createUpdate("update rulebook_in_force set appraised_to = :to, changed = changed + :changed"
                        + " where position = :position and (appraised_to is null or appraised_to < :to)")
                .bind("to", to)
                .bind("changed", changed)
                .bind("position", now.position())
                .execute();
    }

    /** Notes that the pass is through. */
    void appraised(InForce now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update rulebook_in_force set appraised_at = :now where position = :position")
                .bind("now", clock.instant())
                .bind("position", now.position())
                .execute());
    }

    /** What hubs found in their files and did not take up, the oldest first. */
    public List<Refused> refused() {
        return jdbi.withHandle(Rulebooks::refused);
    }

    private static List<Refused> refused(Handle handle) {
        return handle.createQuery("select * from rulebook_refused order by refused_at, version")
                .map((row, context) -> refused(row))
                .list();
    }

    /** That one of them. */
    Optional<Refused> refused(String version) {
        return jdbi.withHandle(handle -> refused(handle, version));
    }

    private static Optional<Refused> refused(Handle handle, String version) {
        return handle.createQuery("select * from rulebook_refused where version = :version")
                .bind("version", version)
                .map((row, context) -> refused(row))
                .findOne();
    }

    private static Refused refused(ResultSet row) throws SQLException {
        return new Refused(
                row.getString("version"),
                row.getString("reason"),
                row.getTimestamp("refused_at").toInstant(),
                row.getObject("judged_against", Long.class),
                acceptance(row));
    }

    /**
     * A rulebook that can be accepted.
     *
     * @param against what it was compared with
     */
    record Waiting(Rulebook rulebook, InForce against) {}

    /**
     * Notes that a rulebook was not taken up. An acceptance that there is stands only if it was compared with the same.
     *
     * @param waiting if it can be accepted; null if it is wrong
     * @return whether that is new, or waits to be accepted now by another comparison than before
     */
    boolean refuse(Handle handle, String version, String reason, @Nullable Waiting waiting) {
        if (waiting != null) {
            keep(handle, waiting.rulebook());
        }
        int noted = handle.createUpdate("insert into rulebook_refused (version, reason, refused_at, judged_against)"
                        + " values (:version, :reason, :now, :against) on conflict (version) do update"
                        + " set reason = excluded.reason, refused_at = excluded.refused_at,"
                        + " judged_against = excluded.judged_against, accepted_by = null, accepted_reason = null,"
                        + " accepted_at = null"
                        + " where rulebook_refused.judged_against is distinct from excluded.judged_against")
                .bind("version", version)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .bind("against", waiting == null ? null : waiting.against().position())
                .execute();
        return noted == 1;
    }

    /** Forgets what stands in no files any more. */
    void forget(Collection<String> versions) {
        jdbi.useHandle(handle -> forget(handle, versions));
    }

    private static void forget(Handle handle, Collection<String> versions) {
        handle.createUpdate("delete from rulebook_refused where version = any(:versions)")
                .bindArray("versions", String.class, List.copyOf(versions))
                .execute();
    }

    /** What became of an acceptance. */
    public sealed interface Accepting {
        /** The next look of a hub takes it up. */
        record Accepted(Refused waiting) implements Accepting {}

        /** Somebody had accepted it before; nothing changed. */
        record AlreadySo(Refused waiting) implements Accepting {}

        /** It is in force, and the purge may dispose of recordings by it from now on. */
        record ForPurge() implements Accepting {}

        /** It is in force, and somebody had accepted it before; nothing changed. */
        record AlreadyForPurge() implements Accepting {}

        /** It cannot be accepted; the reason says what a person can do. */
        record NotPossible(String reason) implements Accepting {}
    }

    /**
     * Accepts the rulebook of exactly that version: that recordings become due earlier or are protected less by it if it waits for that, and that they are
     * disposed of by it if it is in force.
     */
    public Accepting accept(String version, String by, String reason) {
        return jdbi.inTransaction(handle -> {
            Refused found = refused(handle, version).orElse(null);
            if (found == null
                    && version.equals(inForce(handle).map(InForce::version).orElse(""))) {
                return acceptForPurge(handle, version, by, reason);
            } else if (found == null) {
                return new Accepting.NotPossible(notWaiting(handle, version));
            } else if (!found.acceptable()) {
                return new Accepting.NotPossible("rulebook " + version + " is not valid: " + found.reason());
            }
            InForce inForce = inForce(handle).orElseThrow();
            if (found.isOutdated(inForce)) {
                return new Accepting.NotPossible("rulebook " + version
                        + " was compared with one that is not in force any"
                        + " more, and rulebook " + inForce.version() + " is; a hub that has it in its files compares it"
                        + " again at its next look, so try again then");
            }
            int accepted = handle.createUpdate(
                            "update rulebook_refused set accepted_by = :by, accepted_reason = :reason,"
                                    + " accepted_at = :now where version = :version and accepted_by is null")
                    .bind("by", by)
                    .bind("reason", reason)
                    .bind("now", clock.instant())
                    .bind("version", version)
                    .execute();
            Refused now = refused(handle, version).orElseThrow();
            return accepted == 1 ? new Accepting.Accepted(now) : new Accepting.AlreadySo(now);
        });
    }

    private Accepting acceptForPurge(Handle handle, String version, String by, String reason) {
        if (isAccepted(handle, version)) {
            return new Accepting.AlreadyForPurge();
        }
        handle.createUpdate("insert into rulebook_accepted (version, accepted_by, reason, accepted_at)"
                        + " values (:version, :by, :reason, :now) on conflict do nothing")
                .bind("version", version)
                .bind("by", by)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .execute();
        return new Accepting.ForPurge();
    }

    /** Whether a person has ever accepted the rulebook of that version, before it came into force or since. */
    public boolean isAccepted(String version) {
        return jdbi.withHandle(handle -> isAccepted(handle, version));
    }

    private static boolean isAccepted(Handle handle, String version) {
        return handle.createQuery("select exists (select 1 from rulebook_accepted where version = :version)"
                        + " or exists (select 1 from rulebook_in_force where version = :version"
                        + " and accepted_by is not null)")
                .bind("version", version)
                .mapTo(Boolean.class)
                .one();
    }

    private static String notWaiting(Handle handle, String version) {
        List<String> waiting = refused(handle).stream()
                .filter(Refused::acceptable)
                .map(Refused::version)
                .toList();
        return "no rulebook " + version + " waits to be accepted; "
                + (waiting.isEmpty()
                        ? "none does"
                        : String.join(" and ", waiting) + (waiting.size() == 1 ? " does" : " do"));
    }
}
