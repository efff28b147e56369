package org.docket.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.docket.Docket;
import org.docket.broker.BrokerConfiguration;
import org.docket.broker.QueueReport;
import org.docket.catalogue.DatabaseConfiguration;
import org.docket.configuration.Settings;
import org.docket.console.BrokerStatus;
import org.docket.console.StatusCounts;
import org.docket.vault.VaultConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * How things stand.
 *
 * @param queues what waited at the broker when the hub that runs last looked; empty before that
 */
record HubStatus(
        HubProcess hub,
        @JsonUnwrapped StatusCounts counts,
        @JsonUnwrapped BrokerStatus queues,
        List<DockLook> docks,
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
        return new HubStatus(
                new HubProcess(hub.isPresent(), hub.map(RunningHub::pid).orElse(null)),
                StatusCounts.of(docket, docket.clock().instant()),
                BrokerStatus.of(hub.isPresent() ? QueueReport.last(settings.home()) : Optional.empty()),
                docks(docket),
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
