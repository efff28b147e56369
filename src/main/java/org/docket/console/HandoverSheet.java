package org.docket.console;

import java.util.ArrayList;
import java.util.List;
import org.docket.casework.Handover;
import org.docket.casework.Handovers;
import org.docket.catalogue.Json;

/** A handover as people read it. */
public final class HandoverSheet {
    private HandoverSheet() {}

    /** What is known of it, then its message. */
    public static List<String> lines(HandoverWithMessage shown) {
        Handovers.Listed handover = shown.handover();
        Table table = Table.untitled()
                .row("handover", handover.id())
                .row("recording", handover.recordingId())
                .row("system", handover.system())
                .row("type", handover.type())
                .row("state", handover.state())
                .row("tried", handover.attempts())
                .row("sent", handover.timesSent())
                .row("written", Words.time(handover.createdAt()))
                .row("last sent", Words.time(handover.sentAt()))
                .row("answer due", Words.time(handover.answerDueAt()))
                .row("answered", Words.time(handover.answeredAt()))
                .row("put off until", Words.time(handover.putOffUntil()))
                .row(
                        handover.state() == Handover.State.REJECTED ? "rejected because" : "last error",
                        Words.orNone(handover.lastError()));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        Json.pretty(shown.message()).lines().map(Words::printable).forEach(lines::add);
        return lines;
    }
}
