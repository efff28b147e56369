import java.io.File;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Runs an Artemis on 127.0.0.1 until it is killed, or the one that started it is gone. Its arguments are a folder and a port. */
class ArtemisBroker {
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
                .setSecurityEnabled(false)
                .setMaxDiskUsage(100);
        configuration.addAcceptorConfiguration("openwire", "tcp://127.0.0.1:" + arguments[1] + "?protocols=OPENWIRE");
        configuration.addAddressSetting("docket.#", settings());
        configuration.addAddressSetting("docket.casework.in", settings().setMaxDeliveryAttempts(-1));
        SimpleString deadLetters = SimpleString.of("DLQ." + EVIDENCE);
        configuration.addAddressSetting(EVIDENCE, settings().setDeadLetterAddress(deadLetters));
        configuration.addQueueConfiguration(QueueConfiguration.of(deadLetters).setRoutingType(RoutingType.ANYCAST));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.start();
        System.out.println("READY tcp://127.0.0.1:" + arguments[1]);
        while (System.in.read() >= 0) {
            // Nobody says anything; the end of the input is the end of the parent.
        }
        Runtime.getRuntime().halt(0);
    }

    private static AddressSettings settings() {
        return new AddressSettings().setAutoDeleteQueues(false).setAutoDeleteAddresses(false);
    }
}
