package org.docket.retention;

import java.util.Collection;
import java.util.Set;
import org.docket.catalogue.Officer;
import org.jspecify.annotations.Nullable;

/**
 * Who says something of a recording, and what they may.
 *
 * @param id of the person; it stands in the ledger as the actor
 * @param as by which way they speak
 * @param system the CloudEvents source of the case system that speaks for them; absent unless {@link As#CASE_SYSTEM}
 * @param authorities what they have beyond what everybody may, such as {@link #SUPERVISOR}
 */
public record Speaker(String id, As as, @Nullable String system, Set<String> authorities) {
    /** The authority to let a recording be deleted early, and to give one a category that keeps it for a shorter time. */
    public static final String SUPERVISOR = "supervisor";

    public Speaker {
        authorities = Set.copyOf(authorities);
    }

    /** By which way somebody speaks. */
    public enum As {
        /** At the console, or by REST. */
        PERSON,
        /** An officer, by the sidecar of a dock. */
        OFFICER,
        /** A case system that speaks for a person. */
        CASE_SYSTEM
    }

    /** An officer whose word a dock wrote. A dock proves nothing of who wrote it: it gives no authority. */
    public static Speaker officer(String id) {
        return new Speaker(id, As.OFFICER, null, Set.of());
    }

    public boolean has(String authority) {
        return authorities.contains(authority);
    }

    /** Whether they have at least one of these authorities. */
    public boolean hasAny(Collection<String> some) {
        return some.stream().anyMatch(authorities::contains);
    }

    /** Whether that is the id of the same person: capitals, spaces, and what does not show make no other one. */
    public boolean is(String other) {
        return Officer.isSame(id, other);
    }
}
