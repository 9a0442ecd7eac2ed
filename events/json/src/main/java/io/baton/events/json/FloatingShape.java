package io.baton.events.json;

import java.util.Set;
import java.util.function.Function;

/** Floating-point numbers. JSON has none that are not finite, so these stand as texts. */
record FloatingShape(String name, Function<String, Number> parse) implements Shape {

  static final FloatingShape FLOAT = new FloatingShape("a float", Float::valueOf);
  static final FloatingShape DOUBLE = new FloatingShape("a double", Double::valueOf);

  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    String text = value.toString();
    if (NOT_FINITE.contains(text)) {
      out.text(text);
    } else {
      out.number(text);
    }
  }

  @Override
  public Object read(Json json, Path path) {
    if (json instanceof Json.Text(var text) && NOT_FINITE.contains(text)) {
      return parse.apply(text);
    }
    if (json instanceof Json.Num(var literal)) {
      Number value = parse.apply(literal);
      if (Double.isFinite(value.doubleValue())) {
        return value;
      }
    }
    throw path.mustBe(name, json);
  }
}
