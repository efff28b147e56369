package org.docket.casework;

/** Shows the handovers to one case system. */
public final class CaseworkView implements CaseworkMXBean {
    private final String system;
    private final Outbox outbox;

    public CaseworkView(String system, Outbox outbox) {
        this.system = system;
        this.outbox = outbox;
    }

    @Override
    public long getPendingHandovers() {
        return outbox.count(system, Handover.State.PENDING);
    }

    @Override
    public long getSentHandovers() {
        return outbox.count(system, Handover.State.SENT);
    }

    @Override
    public long getAcknowledgedHandovers() {
        return outbox.count(system, Handover.State.ACKNOWLEDGED);
    }

    @Override
    public long getRejectedHandovers() {
        return outbox.count(system, Handover.State.REJECTED);
    }
}
