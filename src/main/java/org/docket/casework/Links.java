package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.docket.catalogue.Catalogue;
import org.docket.catalogue.Recording;
import org.docket.catalogue.RecordingState;
import org.docket.configuration.ConfigurationException;
import org.docket.custody.Ledger;
import org.docket.vault.ReadLinks;
import org.docket.vault.ReadLinks.ReadLink;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives case systems links to read recordings that they have been told of. A link is made when it is sent, and kept nowhere; the ledger
 * of the recording says who was given one, and until when it lasts.
 */
public final class Links {
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Jdbi jdbi;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final CaseSystems systems;
    private final ReadLinks vault;
    private final Clock clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();

    /**
     * Gives links as the case systems are to have them.
     *
     * @throws ConfigurationException if one is to have links, and there is nothing to sign them with
     */
    public Links(Jdbi jdbi, Catalogue catalogue, Ledger ledger, CaseSystems systems, ReadLinks vault, Clock clock) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.systems = systems;
        this.vault = vault;
        this.clock = clock;
        systems.all().stream()
                .filter(system -> system.links().isPresent() && !vault.arePossible())
                .findFirst()
                .ifPresent(system -> {
                    throw new ConfigurationException("casework.yaml gives links to " + system.id()
                            + ", and docket.vault.connection has nothing to sign them with: use a connection string with the"
                            + " account's key, or remove 'link' there.");
                });
    }

    /**
     * Links for messages that are about to be sent, by the id of the handover: none for what is not in the vault any more, and none for
     * what follows of a recording that the system rejected.
     */
    Map<UUID, ReadLink> forSending(CaseSystem system, List<Handover> handovers) {
        LinkTerms terms = system.links().orElseThrow();
        List<Handover> readable = jdbi.withHandle(handle -> readable(handle, system, handovers));
        Map<UUID, Recording> recordings =
                jdbi.withHandle(handle -> catalogue.find(handle, recordingIds(readable))).stream()
                        .collect(Collectors.toMap(Recording::id, Function.identity()));
        Map<UUID, ReadLink> links = new LinkedHashMap<>();
        for (Handover handover : readable) {
            Optional.ofNullable(recordings.get(handover.recordingId()))
                    .flatMap(Links::blob)
                    .ifPresent(blob -> links.put(handover.id(), vault.to(blob, terms.lasting())));
        }
        return links;
    }

    private static List<Handover> readable(Handle handle, CaseSystem system, List<Handover> handovers) {
        Set<UUID> told = Rights.told(handle, system.id(), recordingIds(handovers));
        return handovers.stream()
                .filter(handover -> !handover.type().equals(EvidenceMessage.DISPOSED))
                .filter(handover ->
                        handover.type().equals(EvidenceMessage.RETAINED) || told.contains(handover.recordingId()))
                .toList();
    }

    private static List<UUID> recordingIds(List<Handover> handovers) {
        return handovers.stream().map(Handover::recordingId).distinct().toList();
    }

    private static Optional<String> blob(Recording recording) {
        return recording.state() == RecordingState.DEPOSITED ? Optional.ofNullable(recording.blob()) : Optional.empty();
    }

    /**
     * Gives the link that a case system asks for. If the same message comes again, it is given another one: the first may be lost.
     *
     * @throws RefusedMessage if it may not have one, or none can be made
     */
    public LinkAnswer requested(Incoming message) {
        CaseSystem system = systems.speaking(message.source())
                .orElseThrow(() -> new RefusedMessage("no case system in casework.yaml has the source "
                        + message.source() + ": only those that are listed may ask for links"));
        LinkTerms terms = system.links()
                .orElseThrow(() ->
                        new RefusedMessage(system.id() + " is given no links: casework.yaml has no 'link' for it"));
        UUID id = message.uuid("recordingId");
        String by = message.text("by");
        String reason = message.text("reason");
        Recording recording =
                catalogue.find(id).orElseThrow(() -> new RefusedMessage(system.id() + " has no recording " + id));
        String blob = blob(recording)
                .orElseThrow(() -> new RefusedMessage(
                        "recording " + id + " is " + recording.state() + ": there is nothing to read any more"));
        ReadLink link = link(blob, terms, id);
        Instant now = clock.instant();
        String text = write(system, LinkMessage.of(ids.generate(), recording, link, message.id(), now));
        jdbi.useTransaction(handle -> ledger.append(
                handle,
                List.of(new Ledger.Act(
                        id,
                        now,
                        by,
                        "link-given",
                        reason,
                        Map.of("system", system.id(), "until", link.until(), "request", message.id())))));
        return new LinkAnswer(system.queue(), LinkMessage.TYPE, text);
    }

    private ReadLink link(String blob, LinkTerms terms, UUID id) {
        try {
            return vault.to(blob, terms.lasting());
        } catch (RuntimeException e) {
            LOG.warn("no link to {} can be made", id, e);
            throw new RefusedMessage("no link to " + id + " can be made now: the vault does not answer; ask again", e);
        }
    }

    private static String write(CaseSystem system, ObjectNode event) {
        try {
            return system.form().write(event);
        } catch (UnwritableMessage e) {
            throw new RefusedMessage(
                    "the link cannot be put into the form that " + system.id() + " reads: " + e.getMessage(), e);
        }
    }
}
