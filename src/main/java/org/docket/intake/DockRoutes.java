package org.docket.intake;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.docket.monitoring.MBeans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each dock that there is a route of its own. */
public final class DockRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(DockRoutes.class);
    private static final String TEMPLATE = "intake-dock";
    private static final String ROUTE = "intake-take-";

    private final DockFolders folders;
    private final Docks docks;
    private final MBeans beans;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    public DockRoutes(DockFolders folders, Docks docks, MBeans beans) {
        this.folders = folders;
        this.docks = docks;
        this.beans = beans;
    }

    /** The id of the route that takes from a dock. */
    public static String routeId(String dock) {
        return ROUTE + dock;
    }

    /** Gives each dock that has no route yet one of its own. */
    public void discover(CamelContext camel) throws Exception {
        if (!camel.getStatus().isStarted()) {
            // While it starts, it does not know of a route that it was given, and may not start it.
            return;
        }
        for (String dock : folders.docks()) {
            if (camel.getRoute(routeId(dock)) == null) {
                watch(camel, dock);
            }
        }
        for (String name : folders.unusable()) {
            if (reported.add(name)) {
                LOG.warn(
                        "folder {} is not watched: the name of a dock has only letters, digits, dots, hyphens and"
                                + " underscores; rename it",
                        name);
            }
        }
    }

    private void watch(CamelContext camel, String dock) throws Exception {
        if (!docks.dock(dock).listed()) {
            LOG.warn("dock {} is not in docks.yaml and works with the defaults there", dock);
        }
        DurableFile.sweep(folders.folder(dock));
        TemplatedRouteBuilder.builder(camel, TEMPLATE)
                .routeId(routeId(dock))
                .parameter("dock", dock)
                .add();
        beans.register("Intake", "dock", dock, new IntakeView(dock, folders));
        LOG.info("dock {} is watched", dock);
    }
}
