package org.docket.console;

import java.util.List;
import org.docket.retention.Purge;

/**
 * What a run of the purge would do, as programs read it.
 *
 * @param carriedOn condemned by an earlier run that did not finish
 * @param due would be disposed of
 * @param held is due, but a hold forbids it
 */
public record PlanView(List<RecordingView> carriedOn, List<RecordingView> due, List<RecordingView> held) {
    public static PlanView of(Purge.Plan plan, RecordingViews views) {
        return new PlanView(views.of(plan.carriedOn()), views.of(plan.due()), views.of(plan.held()));
    }
}
