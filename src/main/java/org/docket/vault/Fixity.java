package org.docket.vault;

/** What reading a blob again said. */
public sealed interface Fixity {
    /** Every byte is as it was deposited. */
    record Intact() implements Fixity {}

    /** It is not what was deposited, or is gone. */
    record Altered(String finding) implements Fixity {}

    /** The vault could not be asked. */
    record Unknown(String reason) implements Fixity {}

    /** The blob is in the archive, where nobody can read it. It says nothing of its bytes. */
    record Archived(String blob) implements Fixity {
        /** What to do, one sentence. */
        public String reason() {
            return "blob " + blob + " is in the archive: retrieve it first";
        }
    }
}
