package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.docket.casework.PutOffs.PutOff;
import org.docket.catalogue.Json;
import org.docket.vault.ReadLinks.ReadLink;
import org.jspecify.annotations.Nullable;

/**
 * Puts handovers into the form that their case system reads. One for which that is not possible is put off, and keeps back none of the
 * others.
 */
public final class Formatting {
    private final CaseSystems systems;
    private final Links links;
    private final PutOffs putOffs;

    public Formatting(CaseSystems systems, Links links, PutOffs putOffs) {
        this.systems = systems;
        this.links = links;
        this.putOffs = putOffs;
    }

    /**
     * Those handovers that can be sent, as they are sent. The others are put off with the reason.
     *
     * @throws RuntimeException if links are to be included, and the vault does not answer
     */
    public Outgoing.Batch format(List<Handover> handovers) {
        List<Outgoing> messages = new ArrayList<>();
        List<PutOff> unwritable = new ArrayList<>();
        bySystem(handovers).forEach((system, some) -> {
            Map<UUID, ReadLink> given =
                    system.links().filter(LinkTerms::included).isPresent() ? links.forSending(system, some) : Map.of();
            for (Handover handover : some) {
                try {
                    messages.add(format(system, handover, given.get(handover.id())));
                } catch (UnwritableMessage e) {
                    unwritable.add(new PutOff(handover, String.valueOf(e.getMessage())));
                }
            }
        });
        putOffs.putOff(unwritable);
        return new Outgoing.Batch(messages);
    }

    private Map<CaseSystem, List<Handover>> bySystem(List<Handover> handovers) {
        Map<CaseSystem, List<Handover>> bySystem = new LinkedHashMap<>();
        for (Handover handover : handovers) {
            CaseSystem system = systems.system(handover.system()).orElseThrow();
            bySystem.computeIfAbsent(system, first -> new ArrayList<>()).add(handover);
        }
        return bySystem;
    }

    private static Outgoing format(CaseSystem system, Handover handover, @Nullable ReadLink link) {
        if (system.form() == MessageForm.JSON && link == null) {
            return new Outgoing(handover, handover.message(), null);
        }
        ObjectNode event = Json.read(handover.message(), ObjectNode.class);
        Optional.ofNullable(link).ifPresent(given -> EvidenceMessage.addLink(event, given));
        return new Outgoing(handover, system.form().write(event), link == null ? null : link.until());
    }
}
