package org.docket.embedded;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQTempDestination;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.security.AbstractAuthenticationBroker;
import org.apache.activemq.security.SecurityContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets into the embedded broker the hub, by a secret that this process makes, and those who have a password. They read their own queue,
 * write what the hub hears, and use queues for replies; nothing else. Names of several queues, and patterns, are no name of theirs.
 */
final class Doorkeeper implements BrokerPlugin {
    /** The hub. No account can have that name: it is drawn anew at each start. */
    private final String hubUser;

    private final String hubPassword;
    private final List<BrokerAccount> accounts;

    Doorkeeper(List<BrokerAccount> accounts) {
        this.accounts = List.copyOf(accounts);
        this.hubUser = "docket-" + secret();
        this.hubPassword = secret();
    }

    private static String secret() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String hubUser() {
        return hubUser;
    }

    String hubPassword() {
        return hubPassword;
    }

    @Override
    public Broker installPlugin(Broker broker) {
        return new Door(broker);
    }

    /** Who came in; the hub has no account. */
    private static final class Visitor extends SecurityContext {
        private final Optional<BrokerAccount> account;

        Visitor(String user, Optional<BrokerAccount> account) {
            super(user);
            this.account = account;
        }

        @Override
        public Set<Principal> getPrincipals() {
            return Set.of(this::getUserName);
        }
    }

    private SecurityContext let(@Nullable String user, @Nullable String password) {
        String hash = sha256(password == null ? "" : password);
        if (hubUser.equals(user) && same(hash, sha256(hubPassword))) {
            return new Visitor(hubUser, Optional.empty());
        }
        return accounts.stream()
                .filter(account -> account.user().equals(user)
                        && account.password()
                                .filter(listed -> same(hash, listed))
                                .isPresent())
                .findFirst()
                .map(account -> new Visitor(account.user(), Optional.of(account)))
                .orElseThrow(() -> new SecurityException(
                        "the user or the password is wrong: sign in as casework.yaml" + " says for your system"));
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Door extends AbstractAuthenticationBroker {
        Door(Broker next) {
            super(next);
        }

        @Override
        public SecurityContext authenticate(String user, String password, X509Certificate[] certificates) {
            return let(user, password);
        }

        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
            if (context.getSecurityContext() != null) {
                super.addConnection(context, info);
                return;
            }
            SecurityContext visitor = let(info.getUserName(), info.getPassword());
            context.setSecurityContext(visitor);
            securityContexts.add(visitor);
            try {
                super.addConnection(context, info);
            } catch (Exception e) {
                securityContexts.remove(visitor);
                context.setSecurityContext(null);
                throw e;
            }
        }

        @Override
        public Destination addDestination(
                ConnectionContext context, ActiveMQDestination name, boolean createIfTemporary) throws Exception {
            require(context, name, mayRead(context, name) || mayWrite(context, name), "use");
            return super.addDestination(context, name, createIfTemporary);
        }

        @Override
        public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
            ActiveMQDestination name = info.getDestination();
            require(context, name, mayRead(context, name) || mayWrite(context, name), "make");
            super.addDestinationInfo(context, info);
        }

        @Override
        public void removeDestination(ConnectionContext context, ActiveMQDestination name, long timeout)
                throws Exception {
            require(context, name, isOwnTemporary(context, name), "remove");
            super.removeDestination(context, name, timeout);
        }

        @Override
        public void removeDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
            require(context, info.getDestination(), isOwnTemporary(context, info.getDestination()), "remove");
            super.removeDestinationInfo(context, info);
        }

        @Override
        public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
            require(context, info.getDestination(), mayRead(context, info.getDestination()), "read");
            return super.addConsumer(context, info);
        }

        @Override
        public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
            if (info.getDestination() != null) {
                require(context, info.getDestination(), mayWrite(context, info.getDestination()), "write to");
            }
            super.addProducer(context, info);
        }

        @Override
        public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
            ConnectionContext context = exchange.getConnectionContext();
            require(context, message.getDestination(), mayWrite(context, message.getDestination()), "write to");
            Optional<BrokerAccount> sender = account(context);
            if (sender.isPresent()) {
                // Of brokers in a network it would be believed who they say has sent it. Nobody of those with an
                // account is one.
                if (context.isNetworkConnection()) {
                    throw new SecurityException(
                            "the user '" + sender.get().user() + "' may not connect a broker with this one");
                }
                message.setUserID(sender.get().user());
            }
            super.send(exchange, message);
        }
    }

    private static void require(ConnectionContext context, ActiveMQDestination name, boolean allowed, String what) {
        SecurityContext who = context.getSecurityContext();
        if (who == null) {
            throw new SecurityException("nobody is signed in on this connection");
        }
        if (who.isBrokerContext() || (who instanceof Visitor visitor && visitor.account.isEmpty())) {
            return;
        }
        if (!allowed) {
            throw new SecurityException("the user '" + who.getUserName() + "' may not " + what + " " + name);
        }
    }

    private static Optional<BrokerAccount> account(ConnectionContext context) {
        return context.getSecurityContext() instanceof Visitor visitor ? visitor.account : Optional.empty();
    }

    private static boolean mayRead(ConnectionContext context, ActiveMQDestination name) {
        return isOwnTemporary(context, name)
                || isAdvice(name)
                || (isOneQueue(name)
                        && account(context)
                                .filter(account -> account.mayRead(name.getPhysicalName()))
                                .isPresent());
    }

    private static boolean mayWrite(ConnectionContext context, ActiveMQDestination name) {
        return isOwnTemporary(context, name)
                || (isOneQueue(name)
                        && account(context)
                                .filter(account -> account.mayWrite(name.getPhysicalName()))
                                .isPresent());
    }

    private static boolean isOneQueue(ActiveMQDestination name) {
        return name.isQueue() && !name.isTemporary() && !name.isComposite() && !name.isPattern();
    }

    private static boolean isOwnTemporary(ConnectionContext context, ActiveMQDestination name) {
        return name instanceof ActiveMQTempDestination temporary
                && !name.isComposite()
                && context.getConnectionId() != null
                && context.getConnectionId().getValue().equals(temporary.getConnectionId());
    }

    /** Clients listen there without being told to. This broker says nothing there. */
    private static boolean isAdvice(ActiveMQDestination name) {
        return name.isComposite()
                ? Arrays.stream(name.getCompositeDestinations()).allMatch(Doorkeeper::isAdvice)
                : name.isTopic() && name.getPhysicalName().startsWith("ActiveMQ.Advisory.");
    }
}
