package org.docket.model;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database as the hub reaches it: before and after each statement and each commit, the hub can die. */
final class FusedDatabase {
    private final DataSource database;
    private final Fuse fuse;
    private final AtomicInteger open = new AtomicInteger();

    FusedDatabase(DataSource database, Fuse fuse) {
        this.database = database;
        this.fuse = fuse;
    }

    /** Whether the hub has no connection, and hence no transaction. */
    boolean isFree() {
        return open.get() == 0;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                if (isFree()) {
                    fuse.moment();
                }
                fuse.pass();
                Connection connection = (Connection) call(database, method, arguments);
                open.incrementAndGet();
                return proxy(Connection.class, new Fused((Connection) requireNonNull(connection)));
            }
            return call(database, method, arguments);
        });
    }

    private static Object requireNonNull(@Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("the driver gave nothing");
        }
        return value;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(FusedDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private final class Fused implements InvocationHandler {
        private final Connection connection;
        private boolean closed;

        Fused(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "commit" -> {
                    return passing(connection, method, arguments);
                }
                case "close" -> {
                    if (!closed) {
                        closed = true;
                        open.decrementAndGet();
                    }
                }
                default -> {}
            }
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, fused(statement));
            }
            return result instanceof Statement statement ? proxy(Statement.class, fused(statement)) : result;
        }

        private InvocationHandler fused(Statement statement) {
            return (proxy, method, arguments) -> method.getName().startsWith("execute")
                    ? passing(statement, method, arguments)
                    : call(statement, method, arguments);
        }

        private @Nullable Object passing(Object target, Method method, Object @Nullable [] arguments)
                throws Throwable {
            fuse.pass();
            Object result = call(target, method, arguments);
            fuse.pass();
            return result;
        }
    }
}
