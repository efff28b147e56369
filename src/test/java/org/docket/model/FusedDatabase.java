package org.docket.model;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database as the hub reaches it: before and after each statement and each commit, the hub can die. Its connections, and all that it
 * holds by them, end with it.
 */
final class FusedDatabase {
    private final HikariDataSource database;
    private final Fuse fuse;
    private final AtomicInteger transactions = new AtomicInteger();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    FusedDatabase(HikariDataSource database, Fuse fuse) {
        this.database = database;
        this.fuse = fuse;
    }

    /** Whether the hub has no transaction open. */
    boolean isFree() {
        return transactions.get() == 0;
    }

    /** The hub is dead, and so are its connections. */
    void cutOff() throws SQLException {
        for (Connection connection : open) {
            database.evictConnection(connection);
            connection.close();
        }
        open.clear();
        transactions.set(0);
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                if (isFree()) {
                    fuse.moment();
                }
                fuse.pass();
                Connection connection = database.getConnection();
                open.add(connection);
                return proxy(Connection.class, new Fused(connection));
            }
            return call(database, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FusedDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
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
        private boolean inTransaction;

        Fused(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "commit" -> {
                    return passing(connection, method, arguments);
                }
                case "setAutoCommit" -> transaction(arguments != null && Boolean.FALSE.equals(arguments[0]));
                case "close" -> {
                    transaction(false);
                    if (fuse.isBurnt()) {
                        // Nobody gives it back in order.
                        database.evictConnection(connection);
                    }
                    open.remove(connection);
                }
                default -> {}
            }
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, fused(statement));
            }
            return result instanceof Statement statement ? proxy(Statement.class, fused(statement)) : result;
        }

        private void transaction(boolean begins) {
            if (begins != inTransaction) {
                inTransaction = begins;
                transactions.addAndGet(begins ? 1 : -1);
            }
        }

        private InvocationHandler fused(Statement statement) {
            return (proxy, method, arguments) -> method.getName().startsWith("execute")
                    ? passing(statement, method, arguments)
                    : call(statement, method, arguments);
        }

        private @Nullable Object passing(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
            fuse.pass();
            Object result = call(target, method, arguments);
            fuse.pass();
            return result;
        }
    }
}
