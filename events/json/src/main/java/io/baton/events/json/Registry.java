package io.baton.events.json;

import io.baton.events.json.EventCodecException.UnknownType;
import io.baton.events.json.EventCodecException.UnknownVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The registered types by name and by class. Not changed once it is made. */
final class Registry {

  /** A registered type and how it is written. */
  record Entry(String name, int version, Class<?> type, Shape shape) {}

  private final Map<Class<?>, Entry> byClass = new HashMap<>();
  private final Map<String, SortedMap<Integer, Entry>> byName = new HashMap<>();

  Registry(List<Registration> registrations, Scalars scalars, boolean lenient) {
    var shapes = new Shapes(scalars, this, lenient);
    for (Registration each : registrations) {
      Class<?> type = each.type();
      Shape shape = shapes.ofRecord(type, "an event");
      var entry = new Entry(each.name(), each.version(), type, shape);
      byClass.put(type, entry);
      byName.computeIfAbsent(each.name(), _ -> new TreeMap<>()).put(each.version(), entry);
    }
  }

  Entry of(Class<?> type) {
    Entry entry = byClass.get(type);
    if (entry == null) {
      throw new UnknownType(
          type.getName(),
          "events must be registered to be encoded, but %s is not".formatted(type.getName()));
    }
    return entry;
  }

  Entry of(String name, int version, Path path) {
    SortedMap<Integer, Entry> versions = byName.get(name);
    if (versions == null) {
      throw new UnknownType(
          name,
          "%s must be the name of a registered type, but is \"%s\""
              .formatted(path, Abbreviation.of(name)));
    }
    Entry entry = versions.get(version);
    if (entry == null) {
      throw new UnknownVersion(name, version, new TreeSet<>(versions.keySet()));
    }
    return entry;
  }
}
