package io.baton.events.json;

/**
 * How the values of one type are written and read. Immutable; null is the {@link Slot}'s affair.
 */
interface Shape {

  void write(Object value, JsonWriter out, Path path);

  Object read(Json json, Path path);
}
