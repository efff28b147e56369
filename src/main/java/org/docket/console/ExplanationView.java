package org.docket.console;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.docket.classify.Explanation;
import org.docket.console.RecordingView.HoldView;
import org.docket.retention.Hold;

/** Why a recording has its category and its date, as programs read it. */
public record ExplanationView(@JsonUnwrapped Explanation explanation, List<HoldView> holds) {
    public static ExplanationView of(Explanation explanation, List<Hold> holds) {
        return new ExplanationView(explanation, holds.stream().map(HoldView::of).toList());
    }
}
