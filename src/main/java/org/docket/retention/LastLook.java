package org.docket.retention;

import java.util.List;
import org.docket.catalogue.Recording;
import org.jdbi.v3.core.Handle;

/**
 * The last look at a recording before its disposal, by what is known and the rules that are in force at that moment. Its date may be
 * from rules that are not in force any more and kept it for a shorter time.
 */
public interface LastLook {
    /** The version of the rulebook that is in force in that transaction. */
    String rulebook(Handle handle);

    /** The rules that are in force now. */
    RetentionRules rules();

    /**
     * The recordings as they are now, in their order, with a later date or retained if that is so; it is written then.
     *
     * @param recordings deposited ones, which were read after their rows were locked
     */
    List<Recording> before(Handle handle, List<Recording> recordings);

    /** What {@link #before} would give if nothing else were learnt of the recording. Changes nothing. */
    Recording preview(Recording recording);
}
