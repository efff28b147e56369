package org.docket;

import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.Map;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.BrokerView;
import org.docket.broker.QueueWatch;
import org.docket.casework.Answers;
import org.docket.casework.AsItCame;
import org.docket.casework.BatchedListening;
import org.docket.casework.Bell;
import org.docket.casework.CaseSystem;
import org.docket.casework.CaseSystems;
import org.docket.casework.CaseworkConfiguration;
import org.docket.casework.CaseworkView;
import org.docket.casework.Formatting;
import org.docket.casework.GatheredAnswers;
import org.docket.casework.HandoverMeters;
import org.docket.casework.HandoverNotices;
import org.docket.casework.Handovers;
import org.docket.casework.Inbox;
import org.docket.casework.Links;
import org.docket.casework.Outbox;
import org.docket.casework.OutboxComponent;
import org.docket.casework.PutOffs;
import org.docket.casework.Relay;
import org.docket.casework.Relaying;
import org.docket.casework.Replies;
import org.docket.casework.Rights;
import org.docket.configuration.ConfigurationException;
import org.docket.configuration.YamlFile;
import org.docket.monitoring.MBeans;
import org.docket.monitoring.Notice;
import org.docket.retention.Category;
import org.docket.retention.RetentionRules;
import org.docket.vault.ReadLinks;

/** Evidence to case systems, and what they say. */
final class CaseworkWiring implements AutoCloseable {
    private final Ground ground;
    final CaseSystems systems;
    final QueueWatch queues;
    final Outbox outbox;
    final Handovers handovers;
    final Relay relay;
    final Relaying relaying = new Relaying();
    final Handovers askedHandovers;
    final HandoverMeters meters;
    final Links links;
    final Inbox inbox;
    final Rights rights;
    private final HandoverNotices handoverNotices;
    private final Bell bell;
    private final PutOffs putOffs;
    private final BatchedListening listening;

    CaseworkWiring(Ground ground) {
        this.ground = ground;
        CaseworkConfiguration configuration = ground.settings.read(CaseworkConfiguration.class);
        this.systems = systems(ground)
                .told(category -> ground.policy.retention().category(category).flatMap(Category::systems));
        this.queues = new QueueWatch(
                systems.all().stream().map(CaseSystem::queue).toList(),
                ground.settings.read(BrokerConfiguration.class).deadLetters(),
                found -> ground.jdbi.useHandle(handle -> ground.notices.addAll(handle, found)),
                ground.settings.home(),
                ground.clock);
        this.handoverNotices = new HandoverNotices(ground.notices, ground.clock);
        this.bell = new Bell(ground.jdbi);
        this.outbox = new Outbox(ground.jdbi, systems, ground.vault, ground.notices, bell, ground.clock);
        this.handovers = new Handovers(ground.jdbi, ground.ledger, bell, systems.ids(), ground.clock);
        this.askedHandovers = new Handovers(ground.asked, ground.ledger, bell, systems.ids(), ground.clock);
        this.meters = new HandoverMeters(askedHandovers, systems.ids(), ground.clock);
        this.relay = new Relay(ground.jdbi, ground.ledger, systems, handoverNotices, bell, ground.clock, configuration);
        this.putOffs = new PutOffs(ground.jdbi, systems, handoverNotices, configuration, ground.clock);
        this.links = new Links(
                ground.jdbi,
                ground.catalogue,
                ground.ledger,
                systems,
                new ReadLinks(ground.parts.vault(), ground.vaultConfiguration, ground.clock),
                ground.clock);
        GatheredAnswers<Message> answers =
                new GatheredAnswers<>(new Answers(ground.jdbi, ground.ledger, handoverNotices, ground.clock));
        this.rights = new Rights(ground.jdbi, systems, ground.notices, ground.clock);
        this.inbox = new Inbox(
                answers, rights, ground.settings.install().resolve("docs/api/messages"), configuration.deliveries());
        this.listening = new BatchedListening(answers, configuration.batch());
    }

    /**
     * The case systems may speak of the categories of the files, which come into force soon; if these are wrong, of those in force. So a
     * rulebook that is not taken up keeps no hub from starting.
     */
    private static CaseSystems systems(Ground ground) {
        Path path = ground.settings.file("casework.yaml");
        try {
            Path retention = ground.settings.file("retention.yaml");
            String text = YamlFile.text(retention);
            RetentionRules rules = RetentionRules.of(retention, text);
            CaseSystems systems = CaseSystems.load(path, rules.names(), rules.zone());
            RetentionRules.check(retention, text, systems.ids());
            return systems;
        } catch (ConfigurationException e) {
            if (ground.rulebooks.inForce().isEmpty()) {
                throw e;
            }
            RetentionRules rules = ground.policy.retention();
            return CaseSystems.load(path, rules.names(), rules.zone());
        }
    }

    /** Tells people what is open to case systems that are listed no more. */
    void tellOfStranded() {
        ground.jdbi.useTransaction(
                handle -> handoverNotices.add(handle, Notice.Kind.HANDOVER_STRANDED, handovers.stranded(handle)));
    }

    void addTo(Map<String, Object> beans) {
        beans.put("caseworkAsItCame", new AsItCame());
        beans.put("caseworkListening", listening);
        beans.put("formatting", new Formatting(systems, links, putOffs));
        beans.put("inbox", inbox);
        beans.put("links", links);
        beans.put("outbox", new OutboxComponent(relay, putOffs, bell, ground.clock));
        beans.put("queues", queues);
        beans.put("relay", relay);
        beans.put("replies", new Replies(systems, ground.clock));
    }

    void show(MBeans beans) {
        beans.register("Broker", new BrokerView(queues));
        systems.all()
                .forEach(system -> beans.register(
                        "Casework", "system", system.id(), new CaseworkView(system.id(), handovers, ground.clock)));
    }

    @Override
    public void close() {
        meters.close();
        bell.close();
    }
}
