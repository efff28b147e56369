package org.docket.retention;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which recordings' blobs have, or may have, a legal hold in the vault: these are not condemned before it is lifted. */
public final class BlobHolds {
    /** True in a query over {@code recording} for such a recording. */
    static final String STANDING = "exists (select 1 from vault_protection protection"
            + " where protection.recording_id = recording.id and protection.state <> 'ABSENT')";

    private BlobHolds() {}

    /** Those of these recordings. Whoever has locked their rows knows that it stays so until the transaction ends. */
    public static Set<UUID> standing(Handle handle, List<UUID> recordingIds) {
        return handle.createQuery("select recording_id from vault_protection"
                        + " where recording_id = any(:ids) and state <> 'ABSENT'")
                .bindArray("ids", UUID.class, recordingIds)
                .mapTo(UUID.class)
                .set();
    }
}
