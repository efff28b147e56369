package org.docket.monitoring;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Hashtable;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what operators see under the domain {@code org.docket} of the platform's MBean server, and takes it away at the end. */
public final class MBeans implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MBeans.class);
    private static final String DOMAIN = "org.docket";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Deque<ObjectName> registered = new ArrayDeque<>();

    /** Registers the only MBean of a type, such as {@code org.docket:type=Hub}. */
    public void register(String type, Object bean) {
        register(properties(type), bean);
    }

    /** Registers one of several MBeans of a type, such as {@code org.docket:type=Intake,dock=north-1}. */
    public void register(String type, String key, String value, Object bean) {
        Hashtable<String, String> properties = properties(type);
        properties.put(key, value);
        register(properties, bean);
    }

    @SuppressWarnings("JdkObsolete") // ObjectName takes nothing else.
    private static Hashtable<String, String> properties(String type) {
        Hashtable<String, String> properties = new Hashtable<>();
        properties.put("type", type);
        return properties;
    }

    private synchronized void register(Hashtable<String, String> properties, Object bean) {
        try {
            ObjectName name = new ObjectName(DOMAIN, properties);
            server.registerMBean(bean, name);
            registered.push(name);
        } catch (JMException e) {
            throw new IllegalStateException("cannot register the MBean " + properties, e);
        }
    }

    @Override
    public synchronized void close() {
        while (!registered.isEmpty()) {
            ObjectName name = registered.pop();
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.warn("MBean {} was not there any more: {}", name, e.getMessage());
            }
        }
    }
}
