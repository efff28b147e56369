package org.docket.chaos;

import java.util.List;

/** How a case system answers a handover. The id of the message decides. */
enum Conduct {
    ACKNOWLEDGES,
    /** It says nothing when it is told for the first time. */
    ACKNOWLEDGES_LATE,
    CHANGES_ITS_MIND,
    REJECTS;

    private static final int OF = 10;

    /**
     * The one for a handover.
     *
     * @param mayReject whether there are some that it rejects for good
     */
    static Conduct of(String handover, boolean mayReject) {
        int chance = Math.floorMod(handover.hashCode(), OF);
        return switch (chance) {
            case 0 -> mayReject ? REJECTS : ACKNOWLEDGES;
            case 1 -> CHANGES_ITS_MIND;
            case 2, 3 -> ACKNOWLEDGES_LATE;
            default -> ACKNOWLEDGES;
        };
    }

    /** The state of the handover in the end. */
    String end() {
        return this == REJECTS ? "REJECTED" : "ACKNOWLEDGED";
    }

    /** What it answers each time, in order: the last words of types of messages, which are also acts of the ledger. */
    List<String> answers() {
        return switch (this) {
            case ACKNOWLEDGES, ACKNOWLEDGES_LATE -> List.of("acknowledged");
            case CHANGES_ITS_MIND -> List.of("rejected", "acknowledged");
            case REJECTS -> List.of("rejected");
        };
    }
}
