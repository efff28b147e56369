package org.docket.retention;

/** What keeps a recording whose due date is over from being disposed of. */
public enum Blocked {
    /** A hold stands. */
    HELD("held", "a hold stands"),
    /** It was retained since it was planned. */
    RETAINED("retained", "it is retained"),
    /** The rulebook in force, or something learnt since, keeps it for longer. */
    LATER("later", "the rulebook in force keeps it for longer"),
    /** The time is not over before which nobody may dispose of it. */
    MINIMUM("minimum", "the least time for which it must be kept is not over"),
    /** The vault keeps its blob under a legal hold that is not lifted yet. */
    VAULT("vault", "the legal hold on its blob is not lifted yet"),
    /** Its history in the custody ledger does not verify. */
    LEDGER("ledger", "its history in the custody ledger does not verify");

    private final String word;
    private final String why;

    Blocked(String word, String why) {
        this.word = word;
        this.why = why;
    }

    /** As it stands in JSON. */
    public String word() {
        return word;
    }

    /** As people read it, half a sentence. */
    public String why() {
        return why;
    }
}
