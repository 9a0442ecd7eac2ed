package io.baton.events.json;

import java.util.ArrayList;
import java.util.List;

/** The records at the leaves of a sealed hierarchy. */
final class Permitted {

  private Permitted() {}

  static List<Class<?>> recordsOf(Class<?> type) {
    List<Class<?>> records = new ArrayList<>();
    collect(type, records);
    return records;
  }

  private static void collect(Class<?> type, List<Class<?>> into) {
    if (type.isRecord()) {
      if (!into.contains(type)) {
        into.add(type);
      }
      return;
    }
    if (!type.isSealed()) {
      throw new IllegalArgumentException(
          type.getName() + " must be a record or a sealed interface of records");
    }
    for (Class<?> each : type.getPermittedSubclasses()) {
      collect(each, into);
    }
  }
}
