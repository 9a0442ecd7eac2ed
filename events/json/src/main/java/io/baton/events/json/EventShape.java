package io.baton.events.json;

import io.baton.events.Event;
import java.util.Set;

/** An event of any registered type, as {@code {"type": ..., "typeversion": ..., "data": ...}}. */
record EventShape(Class<?> declared, Registry registry, boolean lenient) implements Shape {

  static final String TYPE = "type";
  static final String VERSION = "typeversion";
  static final String DATA = "data";
  private static final Set<String> NAMES = Set.of(TYPE, VERSION, DATA);

  @Override
  public void write(Object event, JsonWriter out, Path path) {
    var entry = registry.of(event.getClass());
    out.startObject();
    writeType(entry, out);
    writeData(entry, event, out, path);
    out.endObject();
  }

  @Override
  public Event read(Json json, Path path) {
    return read(Properties.of(json, path, "an event", NAMES, lenient));
  }

  /** Reads the event out of an object that may say more about it. */
  Event read(Properties properties) {
    String name = properties.require(TYPE, TextShape.STRING);
    Path place = properties.path().child(TYPE);
    var entry = registry.of(name, properties.number(VERSION, 1), place);
    if (!declared.isAssignableFrom(entry.type())) {
      throw place.mustBe(
          "the name of an event of type " + declared.getSimpleName(), properties.require(TYPE));
    }
    Path data = properties.path().child(DATA);
    return (Event) entry.shape().read(properties.require(DATA), data);
  }

  static void writeType(Registry.Entry entry, JsonWriter out) {
    out.member(TYPE, entry.name());
    out.member(VERSION, entry.version());
  }

  static void writeData(Registry.Entry entry, Object event, JsonWriter out, Path path) {
    out.name(DATA);
    entry.shape().write(event, out, path.child(DATA));
  }
}
