package org.docket.broker;

import java.nio.file.Path;
import org.docket.testkit.KillableArtemis;
import org.junit.jupiter.api.io.TempDir;

class ArtemisBrokerTest extends BrokerSuite {
    ArtemisBrokerTest(@TempDir Path folder) throws Exception {
        super(new KillableArtemis(folder));
    }
}
