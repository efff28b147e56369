package org.docket.architecture.broken.enrich;

import org.docket.architecture.broken.classify.NeedsEnrich;

/** The other half of a cycle. */
public final class NeedsClassify {
    public NeedsEnrich other() {
        return new NeedsEnrich();
    }
}
