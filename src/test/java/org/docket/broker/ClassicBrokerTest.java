package org.docket.broker;

import java.nio.file.Path;
import org.docket.testkit.KillableBroker;
import org.junit.jupiter.api.io.TempDir;

class ClassicBrokerTest extends BrokerSuite {
    ClassicBrokerTest(@TempDir Path folder) throws Exception {
        super(new KillableBroker(folder));
    }
}
