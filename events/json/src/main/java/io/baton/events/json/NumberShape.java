package io.baton.events.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;

/** Numbers, read from their text by the type itself: nothing is rounded, cut off or overflows. */
record NumberShape(String name, Function<String, Object> parse) implements Shape {

  static final NumberShape BYTE = new NumberShape("a byte", Byte::valueOf);
  static final NumberShape SHORT = new NumberShape("a short", Short::valueOf);
  static final NumberShape INT = new NumberShape("an int", Integer::valueOf);
  static final NumberShape LONG = new NumberShape("a long", Long::valueOf);
  static final NumberShape BIG_INTEGER = new NumberShape("a BigInteger", BigInteger::new);
  static final NumberShape BIG_DECIMAL = new NumberShape("a BigDecimal", BigDecimal::new);

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    out.number(value.toString());
  }

  @Override
  public Object read(Json json, Path path) {
    if (!(json instanceof Json.Num(var literal))) {
      throw path.mustBe(name, json);
    }
    try {
      return parse.apply(literal);
    } catch (NumberFormatException e) {
      throw path.mustBe(name, json, e);
    }
  }
}
