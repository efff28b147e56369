package org.docket.intake;

import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.docket.catalogue.Location;
import org.docket.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * A docking station or station server, as {@code config/docks.yaml} describes it.
 *
 * @param id the name of its folder under the intake root
 * @param listed whether the file lists it; else all below are the defaults
 * @param zone for times without an offset
 * @param namePattern matches the whole name of a recording without folder and extension; has at least one of the groups
 *     {@code officer}, {@code camera} and {@code startedAt} and no other named one
 * @param release what becomes of the dock's copy after the receipt
 * @param markersOnly whether a recording is whole only when its {@code .done} marker is there
 * @param dialect what its sidecars are written in
 * @param sidecarWait for how long a whole recording waits for a sidecar; zero if it does not
 */
public record Dock(
        String id,
        boolean listed,
        @Nullable String station,
        @Nullable String borough,
        @Nullable Location location,
        ZoneId zone,
        Pattern namePattern,
        Release release,
        boolean markersOnly,
        Dialect dialect,
        Duration sidecarWait) {}
