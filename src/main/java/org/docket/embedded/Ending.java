package org.docket.embedded;

import java.io.IOException;

/** What {@code close()} means: an owner stops its part, a guest does nothing. */
interface Ending {
    Ending OF_A_GUEST = () -> {};

    void end() throws IOException;
}
