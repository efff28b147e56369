package org.docket.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.docket.casework.CaseSystem;
import org.docket.casework.CaseSystems;
import org.docket.casework.Handovers;
import org.docket.casework.OpenHandovers;
import org.docket.casework.Relaying;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/systems}: how it stands with each case system. */
public final class SystemsApi {
    private final CaseSystems systems;
    private final Handovers handovers;
    private final Relaying relaying;
    private final Clock clock;

    public SystemsApi(CaseSystems systems, Handovers handovers, Relaying relaying, Clock clock) {
        this.systems = systems;
        this.handovers = handovers;
        this.relaying = relaying;
        this.clock = clock;
    }

    /** All case systems. */
    record SystemsView(List<SystemView> systems) {}

    /**
     * One case system.
     *
     * @param relay whether this hub sends to it
     * @param handovers how many are not acknowledged, by state; what has none is absent
     * @param putOff how many of these cannot be put into the form that it reads, and wait
     * @param oldestOpenAt when the oldest that is not acknowledged was written
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SystemView(
            String id,
            String title,
            String queue,
            Relaying.State relay,
            Map<String, Long> handovers,
            long putOff,
            @Nullable Instant oldestOpenAt,
            long oldestOpenSeconds) {}

    /** All case systems in the order of {@code casework.yaml}. */
    public ApiReply list(ApiRequest request) {
        request.query().only();
        Instant now = clock.instant();
        Map<String, OpenHandovers> open = handovers.open(systems.ids());
        List<SystemView> views = new ArrayList<>();
        open.forEach((id, standing) -> systems.system(id).ifPresent(system -> views.add(view(system, standing, now))));
        return ApiReply.ok(new SystemsView(views));
    }

    private SystemView view(CaseSystem system, OpenHandovers open, Instant now) {
        Map<String, Long> states = new TreeMap<>();
        open.states().forEach((state, number) -> states.put(state.name(), number));
        return new SystemView(
                system.id(),
                system.title(),
                system.queue(),
                relaying.of(system.id()),
                states,
                open.putOff(),
                open.oldestAt(),
                open.oldestSeconds(now));
    }
}
