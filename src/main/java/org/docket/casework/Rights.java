package org.docket.casework;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.docket.monitoring.Notice;
import org.docket.monitoring.Notices;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may say what, and of which recordings, as {@code casework.yaml} says. Nobody learns from a refusal whether there is a recording or
 * a handover that is not theirs.
 */
public final class Rights {
    private static final Logger LOG = LoggerFactory.getLogger(Rights.class);

    /** The hub may be connected with another broker by then. */
    private static final Duration PROVEN_FOR = Duration.ofMinutes(1);

    /** Where JMS says who sent a message. */
    private static final String JMS_USER = "JMSXUserID";

    private static final String REMEDY =
            "let the broker fill in who sent a message (ActiveMQ Classic: populateJMSXUserID"
                    + " and useAuthenticatedPrincipalForJMSXUserID; Artemis: see docket.broker.user-property)";

    private final Jdbi jdbi;
    private final CaseSystems systems;
    private final Notices notices;
    private final Clock clock;
    private Proof proof = Optional::empty;
    private @Nullable Proven proven;

    public Rights(Jdbi jdbi, CaseSystems systems, Notices notices, Clock clock) {
        this.jdbi = jdbi;
        this.systems = systems;
        this.notices = notices;
        this.clock = clock;
    }

    /** Tells in which property of a message the broker itself says who sent it, whatever the sender writes there. */
    @FunctionalInterface
    public interface Proof {
        /** That property; absent if there is none. */
        Optional<String> property() throws JMSException;
    }

    private record Proven(Optional<String> property, Instant at) {}

    /** From now on users of messages are believed as that proof says. */
    public synchronized void proveUsersBy(Proof other) {
        proof = other;
        proven = null;
    }

    /**
     * Looks whether users of messages can be believed, if anybody is listed with one.
     *
     * @throws JMSException if the broker does not answer
     */
    public void lookAtUsers() throws JMSException {
        if (anybodyHasAUser()) {
            filledIn();
        }
    }

    private boolean anybodyHasAUser() {
        return systems.senders().stream().anyMatch(sender -> sender.account().isPresent());
    }

    /**
     * Under which user a message was sent, as the broker says if it can be believed; absent if nobody says.
     *
     * @throws JMSException if the broker does not answer
     */
    @Nullable
    String user(Message message) throws JMSException {
        return message.getStringProperty(anybodyHasAUser() ? filledIn().orElse(JMS_USER) : JMS_USER);
    }

    /** Who speaks with that message, and may. */
    Sender sender(Incoming message) {
        return systems.sender(message.source())
                .orElseThrow(() -> new RefusedMessage("no case system or sender in casework.yaml has the source "
                        + message.source() + ": only those that are listed may speak"));
    }

    /**
     * Lets a message pass if its sender may say it.
     *
     * @param user under which it was sent, as the broker says; absent if it does not say
     * @throws RefusedMessage if not
     * @throws JMSException if it cannot be found out now
     */
    void require(Incoming message, @Nullable String user) throws JMSException {
        Sender sender = sender(message);
        requireUser(sender, user);
        Right.of(message.type()).filter(right -> !sender.may().contains(right)).ifPresent(right -> {
            throw new RefusedMessage(sender.id() + " may not send " + message.type()
                    + ": 'may' in casework.yaml does not list " + right.word() + " for it");
        });
        if (message.data().has("recordingId")) {
            requireTold(sender, message);
        }
    }

    private void requireUser(Sender sender, @Nullable String user) throws JMSException {
        Optional<String> own = sender.account().map(Account::user);
        if (own.isEmpty()) {
            boolean another = user != null
                    && systems.senders().stream()
                            .flatMap(other -> other.account().stream())
                            .anyMatch(account -> account.user().equals(user));
            if (another) {
                throw new RefusedMessage("the user '" + user + "' may not speak as " + sender.source()
                        + ": send the source that casework.yaml has for it");
            }
        } else if (user == null || user.isEmpty()) {
            throw new RefusedMessage("the message does not say which user sent it, and only one may speak as "
                    + sender.source() + ": " + REMEDY);
        } else if (!own.get().equals(user)) {
            throw new RefusedMessage("the user '" + user + "' may not speak as " + sender.source()
                    + ": sign in as the user that casework.yaml has for it, or send your own source");
        } else if (filledIn().isEmpty()) {
            throw new RefusedMessage("any sender could write the user of " + sender.source()
                    + " into its messages, so none is believed: " + REMEDY);
        }
    }

    private synchronized Optional<String> filledIn() throws JMSException {
        Instant now = clock.instant();
        Proven before = proven;
        if (before == null || Duration.between(before.at(), now).abs().compareTo(PROVEN_FOR) > 0) {
            Optional<String> property = proof.property();
            if (property.isEmpty() && (before == null || before.property().isPresent())) {
                tell();
            }
            proven = new Proven(property, now);
            return property;
        }
        return before.property();
    }

    private void tell() {
        String what =
                "the broker lets senders say themselves which user they are, so messages of systems with a 'user' in"
                        + " casework.yaml are refused";
        LOG.warn("{}: {}", what, REMEDY);
        jdbi.useHandle(handle -> notices.addAll(handle, List.of(Notice.of(Notice.Kind.USERS_UNPROVEN, what, REMEDY))));
    }

    /** Reading is more than speaking: links are given for what a system was told of, whatever it may speak of. */
    private void requireTold(Sender sender, Incoming message) {
        boolean reads = message.type().equals(Inbox.LINK_REQUESTED);
        if (sender.anyRecording() && !reads) {
            return;
        }
        UUID id = message.uuid("recordingId");
        if (!wasTold(sender, id)) {
            throw new RefusedMessage(sender.id() + " has no recording " + id
                    + ": it may speak of recordings that it was told of and did not reject");
        }
    }

    /** A case system has what it was told of, whether or not it said so. It may speak before the hub has noted that it was told. */
    private boolean wasTold(Sender sender, UUID id) {
        return jdbi.withHandle(handle -> told(handle, sender.id(), List.of(id)).contains(id));
    }

    /** Those of these recordings that a case system was told of and did not reject. */
    static Set<UUID> told(Handle handle, String system, List<UUID> recordingIds) {
        return handle.createQuery("select distinct recording_id from handover where recording_id = any(:ids)"
                        + " and system = :system and type = :type and (state in ('SENT', 'OVERDUE', 'ACKNOWLEDGED')"
                        + " or (state = 'PENDING' and attempts > 0))")
                .bindArray("ids", UUID.class, recordingIds)
                .bind("system", system)
                .bind("type", EvidenceMessage.RETAINED)
                .mapTo(UUID.class)
                .set();
    }
}
