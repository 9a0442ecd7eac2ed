package io.baton.samples.programs;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table that is filled by prepared statements in batches, and nothing else. Thread-safe. */
final class Table {
  // Guarded by this.
  private final List<Row> committed = new ArrayList<>();
  private int executions;
  private boolean isFull;

  synchronized List<Row> committed() {
    return List.copyOf(committed);
  }

  synchronized int executions() {
    return executions;
  }

  /** Refuses every batch from now on. */
  synchronized void refuse() {
    isFull = true;
  }

  Connection connection() {
    return fake(
        Connection.class,
        (_, method, _) ->
            switch (method.getName()) {
              case "prepareStatement" -> statement();
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private PreparedStatement statement() {
    var values = new Object[3];
    var rows = new ArrayList<Row>();
    return fake(
        PreparedStatement.class,
        (_, method, arguments) ->
            switch (method.getName()) {
              case "setString", "setLong" -> values[(int) arguments[0] - 1] = arguments[1];
              case "addBatch" ->
                  rows.add(new Row((String) values[0], (String) values[1], (long) values[2]));
              case "executeBatch" -> execute(rows);
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private synchronized int[] execute(List<Row> rows) throws SQLException {
    if (isFull) {
      throw new SQLException("the table is full");
    }
    executions++;
    committed.addAll(rows);
    return new int[rows.size()];
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler(handler)));
  }

  /** A proxy gives what a method of no result returned to nobody. */
  private static InvocationHandler handler(InvocationHandler handler) {
    return (proxy, method, arguments) -> {
      Object result = handler.invoke(proxy, method, arguments);
      return method.getReturnType() == void.class ? null : result;
    };
  }
}
