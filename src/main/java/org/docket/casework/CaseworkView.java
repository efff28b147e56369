package org.docket.casework;

import java.time.Clock;
import java.util.UUID;

/** Shows the handovers to one case system, and lets operators send them again. */
public final class CaseworkView implements CaseworkMXBean {
    private final String system;
    private final Handovers handovers;
    private final Clock clock;

    public CaseworkView(String system, Handovers handovers, Clock clock) {
        this.system = system;
        this.handovers = handovers;
        this.clock = clock;
    }

    @Override
    public long getPendingHandovers() {
        return handovers.open(system).in(Handover.State.PENDING);
    }

    @Override
    public long getSentHandovers() {
        return handovers.open(system).in(Handover.State.SENT);
    }

    @Override
    public long getOverdueHandovers() {
        return handovers.open(system).in(Handover.State.OVERDUE);
    }

    @Override
    public long getAcknowledgedHandovers() {
        return handovers.count(system, Handover.State.ACKNOWLEDGED);
    }

    @Override
    public long getRejectedHandovers() {
        return handovers.open(system).in(Handover.State.REJECTED);
    }

    @Override
    public long getPutOffHandovers() {
        return handovers.open(system).putOff();
    }

    @Override
    public long getOldestOpenSeconds() {
        return handovers.open(system).oldestSeconds(clock.instant());
    }

    @Override
    public String sendAgain(String handover, String by, String reason) {
        requireSaid(by, reason);
        UUID id;
        try {
            id = UUID.fromString(handover.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not sent again: '" + handover + "' is no id of a handover", e);
        }
        Handovers.Again again = handovers.again(id, Handovers.Wish.of(by.strip(), reason.strip()));
        if (again instanceof Handovers.Again.Refused refused) {
            throw new IllegalStateException("not sent again: " + refused.reason());
        }
        if (again instanceof Handovers.Again.Already) {
            return "handover " + id + " waits to be sent already";
        }
        return "handover " + id + " is sent again";
    }

    @Override
    public String sendRejectedAgain(String by, String reason) {
        requireSaid(by, reason);
        Handovers.AllAgain answer = handovers.rejectedAgain(system, Handovers.Wish.of(by.strip(), reason.strip()));
        int number = answer instanceof Handovers.AllAgain.Sent sent ? sent.number() : 0;
        return (number == 1 ? "1 handover is" : number + " handovers are") + " sent again";
    }

    private static void requireSaid(String by, String reason) {
        if (by.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("not sent again: say who wants it, and why");
        }
    }
}
