package org.docket.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What is logged while it listens. */
public final class HeardLog implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level before;
    private final Listener listener = new Listener();

    private HeardLog(String name) {
        this.logger = LoggerContext.getContext(false).getLogger(name);
        this.before = logger.getLevel();
        listener.start();
        logger.addAppender(listener);
        Configurator.setLevel(name, Level.INFO);
    }

    /** Listens to the logger of that name and those below it, from INFO on. */
    public static HeardLog of(String name) {
        return new HeardLog(name);
    }

    private final class Listener extends AbstractAppender {
        Listener() {
            super("heard", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
        }
    }

    /** What was said, without what stands around it. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.removeAppender(listener);
        Configurator.setLevel(logger.getName(), before);
        listener.stop();
    }
}
