package org.docket.architecture.broken.classify;

import org.docket.architecture.broken.enrich.NeedsClassify;

/** Half of a cycle. */
public final class NeedsEnrich {
    public NeedsClassify other() {
        return new NeedsClassify();
    }
}
