package org.docket.chaos;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Sees every statement and every commit, and knows from the statements what is committed. */
final class WatchedDatabase {
    private WatchedDatabase() {}

    /** The same database, watched. */
    static DataSource over(DataSource database, Armed armed) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(database, method, arguments);
            return result instanceof Connection connection
                    ? proxy(Connection.class, new WatchedConnection(connection, armed))
                    : result;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static final class WatchedConnection implements InvocationHandler {
        private final Connection connection;
        private final Armed armed;
        private final Set<Transaction> open = EnumSet.noneOf(Transaction.class);

        WatchedConnection(Connection connection, Armed armed) {
            this.connection = connection;
            this.armed = armed;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "commit" -> {
                    commit(() -> call(connection, method, arguments));
                    return null;
                }
                case "rollback" -> {
                    if (arguments == null) {
                        open.clear();
                    }
                }
                default -> {}
            }
            Object result = call(connection, method, arguments);
            if (result instanceof PreparedStatement statement && arguments != null) {
                return proxy(PreparedStatement.class, watched(statement, String.valueOf(arguments[0])));
            }
            return result instanceof Statement statement ? proxy(Statement.class, watched(statement, "")) : result;
        }

        private InvocationHandler watched(Statement statement, String prepared) {
            return (proxy, method, arguments) -> {
                if (!method.getName().startsWith("execute")) {
                    return call(statement, method, arguments);
                }
                open.addAll(Transaction.of(
                        arguments != null && arguments[0] instanceof String sql ? prepared + sql : prepared));
                return connection.getAutoCommit()
                        ? commit(() -> call(statement, method, arguments))
                        : call(statement, method, arguments);
            };
        }

        private @Nullable Object commit(Act act) throws Throwable {
            Set<Transaction> committed = open.isEmpty() ? Set.of() : EnumSet.copyOf(open);
            open.clear();
            committed.forEach(transaction -> armed.pass(Step.Moment.BEFORE, transaction));
            Object result = act.perform();
            committed.forEach(transaction -> armed.pass(Step.Moment.AFTER, transaction));
            return result;
        }
    }

    private interface Act {
        @Nullable
        Object perform() throws Throwable;
    }
}
