package io.baton.events.json;

import io.baton.events.json.EventCodecException.UnknownType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A sealed interface that is no event, as {@code {"type": ..., "data": ...}} with the simple names
 * of the records that it permits.
 */
record SealedShape(Class<?> type, Map<String, Shape> byName, boolean lenient) implements Shape {

  private static final Set<String> NAMES = Set.of("type", "data");

  static SealedShape of(Class<?> type, Shapes shapes, boolean lenient, String where) {
    Map<String, Shape> byName = new LinkedHashMap<>();
    for (Class<?> each : Permitted.recordsOf(type)) {
      if (byName.put(each.getSimpleName(), shapes.ofRecord(each, where)) != null) {
        throw new IllegalArgumentException(
            "%s permits two records of the simple name %s"
                .formatted(type.getName(), each.getSimpleName()));
      }
    }
    return new SealedShape(type, byName, lenient);
  }

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    String name = value.getClass().getSimpleName();
    out.startObject();
    out.member("type", name);
    out.name("data");
    shape(name, path).write(value, out, path.child("data"));
    out.endObject();
  }

  @Override
  public Object read(Json json, Path path) {
    var properties = Properties.of(json, path, type.getSimpleName(), NAMES, lenient);
    Shape shape = shape(properties.require("type", TextShape.STRING), path);
    return shape.read(properties.require("data"), path.child("data"));
  }

  private Shape shape(String name, Path path) {
    Shape shape = byName.get(name);
    if (shape == null) {
      throw new UnknownType(
          name,
          "%s must be one of %s, but is \"%s\""
              .formatted(path.child("type"), byName.keySet(), Abbreviation.of(name)));
    }
    return shape;
  }
}
