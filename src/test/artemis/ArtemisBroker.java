import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.config.TransformerConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.transformer.AddHeadersTransformer;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * Runs an Artemis on 127.0.0.1 until it is killed, or the one that started it is gone. Its arguments are a folder, a port, and users with a
 * colon and a password each: the hub, and then case systems, which are called by their ids. Without any, everybody may do everything.
 */
class ArtemisBroker {
    private static final String IN = "docket.casework.in";
    private static final String EVIDENCE = "docket.evidence.cms";

    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0] + File.separator;
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(1024 * 1024)
                .setJournalDirectory(folder + "journal")
                .setBindingsDirectory(folder + "bindings")
                .setPagingDirectory(folder + "paging")
                .setLargeMessagesDirectory(folder + "large")
                .setSecurityEnabled(arguments.length > 2)
                .setMaxDiskUsage(100);
        configuration.addAcceptorConfiguration("openwire", "tcp://127.0.0.1:" + arguments[1] + "?protocols=OPENWIRE");
        configuration.addAddressSetting("docket.#", settings());
        configuration.addAddressSetting(IN, settings().setMaxDeliveryAttempts(-1));
        SimpleString deadLetters = SimpleString.of("DLQ." + EVIDENCE);
        configuration.addAddressSetting(EVIDENCE, settings().setDeadLetterAddress(deadLetters));
        declare(configuration, deadLetters.toString());
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        if (configuration.isSecurityEnabled()) {
            broker.setSecurityManager(guard(configuration, List.of(arguments).subList(2, arguments.length)));
        }
        broker.start();
        System.out.println("READY tcp://127.0.0.1:" + arguments[1]);
        while (System.in.read() >= 0) {
            // Nobody says anything; the end of the input is the end of the parent.
        }
        Runtime.getRuntime().halt(0);
    }

    /** Each system writes to an address of its own, from which its messages go on with its name in a property. */
    private static ActiveMQJAASSecurityManager guard(Configuration configuration, List<String> users) {
        SecurityConfiguration known = new SecurityConfiguration();
        for (String user : users) {
            String id = user.substring(0, user.indexOf(':'));
            known.addUser(id, user.substring(id.length() + 1));
            known.addRole(id, id);
        }
        String hub = users.get(0).substring(0, users.get(0).indexOf(':'));
        // As docs/operations.md says, and no more.
        Set<Role> temporary = new HashSet<>(Set.of(temporary(hub)));
        for (String user : users.subList(1, users.size())) {
            String id = user.substring(0, user.indexOf(':'));
            temporary.add(temporary(id));
            String own = IN + "." + id;
            configuration.putSecurityRoles(
                    own, Set.of(new Role(id, true, false, false, false, false, false, false, false, false, false)));
            configuration.putSecurityRoles(
                    "docket.evidence." + id,
                    Set.of(
                            new Role(hub, true, false, false, false, false, false, false, true, false, false),
                            new Role(id, false, true, false, false, false, false, false, false, false, false)));
            declare(configuration, own);
            declare(configuration, "docket.evidence." + id);
            configuration.addDivertConfiguration(new DivertConfiguration()
                    .setName("words-of-" + id)
                    .setAddress(own)
                    .setForwardingAddress(IN)
                    .setExclusive(true)
                    .setTransformerConfiguration(new TransformerConfiguration(AddHeadersTransformer.class.getName())
                            .setProperties(Map.of("docket_user", id))));
        }
        configuration.putSecurityRoles("#", temporary);
        configuration.putSecurityRoles(
                "docket.#", Set.of(new Role(hub, true, true, true, false, false, false, false, true, true, false)));
        declare(configuration, IN);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), known);
    }

    private static Role temporary(String name) {
        return new Role(name, true, true, false, false, true, true, false, false, true, false);
    }

    private static void declare(Configuration configuration, String queue) {
        configuration.addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    }

    private static AddressSettings settings() {
        return new AddressSettings().setAutoDeleteQueues(false).setAutoDeleteAddresses(false);
    }
}
