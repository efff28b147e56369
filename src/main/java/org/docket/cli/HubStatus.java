package org.docket.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.docket.Docket;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.QueueReport;
import org.docket.casework.CaseSystem;
import org.docket.casework.Handover;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.configuration.Settings;
import org.docket.vault.VaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * How things stand.
 *
 * @param recordings how many there are in each state
 * @param due how many may be disposed of by now
 * @param handovers how many there are for each case system in each state
 * @param queues what waited at the broker when the hub that runs last looked; empty before that
 * @param quarantine how many things lie there
 */
record HubStatus(
        HubProcess hub,
        Map<String, Long> recordings,
        long retained,
        long due,
        Map<String, Map<String, Long>> handovers,
        List<QueueReport.Queue> queues,
        List<DockLook> docks,
        int quarantine,
        PolicyStatus policy,
        PurgeStop purge,
        CustodyStatus custody,
        Where where) {

    /** The process of the hub, if one runs on this home. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HubProcess(boolean running, @Nullable Long pid) {}

    /** Where the parts are, without credentials. Embedded ones are somewhere only while a hub runs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Where(
            String home,
            @Nullable String http,
            @Nullable String broker,
            @Nullable String vault,
            @Nullable String database) {}

    /** Looks at everything. */
    static HubStatus of(Visit visit) throws IOException, SQLException {
        Docket docket = visit.docket();
        Settings settings = docket.settings();
        Optional<RunningHub> hub = RunningHub.find(settings.home());
        Map<String, Long> recordings = new TreeMap<>();
        docket.catalogue().counts().forEach((state, number) -> recordings.put(state.name(), number));
        return new HubStatus(
                new HubProcess(hub.isPresent(), hub.map(RunningHub::pid).orElse(null)),
                recordings,
                docket.catalogue().countRetained(),
                docket.catalogue().countDue(docket.clock().instant()),
                handovers(docket),
                hub.isPresent()
                        ? QueueReport.last(settings.home())
                                .map(QueueReport::queues)
                                .orElse(List.of())
                        : List.of(),
                docks(docket),
                docket.quarantine().list().size(),
                PolicyStatus.of(docket),
                PurgeStop.of(docket),
                CustodyStatus.of(docket),
                where(visit, hub));
    }

    private static Where where(Visit visit, Optional<RunningHub> hub) throws SQLException {
        Settings settings = visit.docket().settings();
        String broker = settings.read(BrokerConfiguration.class).url();
        boolean vaultStands = hub.isPresent()
                || !settings.read(VaultConfiguration.class).connection().isEmpty();
        boolean databaseStands = hub.isPresent()
                || !settings.read(DatabaseConfiguration.class).url().isEmpty();
        return new Where(
                settings.home().toString(),
                hub.map(RunningHub::http).orElse(null),
                hub.map(RunningHub::broker).orElse(broker.isEmpty() ? null : Addresses.shown(broker)),
                vaultStands ? Addresses.shown(visit.docket().vault().client().getAccountUrl()) : null,
                databaseStands ? database(visit) : null);
    }

    private static Map<String, Map<String, Long>> handovers(Docket docket) {
        Map<String, Map<String, Long>> handovers = new TreeMap<>();
        for (CaseSystem system : docket.caseSystems().all()) {
            Map<String, Long> states = new TreeMap<>();
            for (Handover.State state : Handover.State.values()) {
                long number = docket.handovers().count(system.id(), state);
                if (number > 0) {
                    states.put(state.name(), number);
                }
            }
            handovers.put(system.id(), states);
        }
        return handovers;
    }

    private static List<DockLook> docks(Docket docket) throws IOException {
        List<DockLook> looks = new ArrayList<>();
        for (String dock : docket.folders().docks()) {
            looks.add(DockLook.at(dock, docket.settings()));
        }
        return looks;
    }

    private static String database(Visit visit) throws SQLException {
        try (Connection connection = visit.parts().database().getConnection()) {
            return Addresses.shown(connection.getMetaData().getURL());
        }
    }
}
