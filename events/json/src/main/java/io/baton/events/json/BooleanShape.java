package io.baton.events.json;

record BooleanShape() implements Shape {

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    out.bool((boolean) value);
  }

  @Override
  public Object read(Json json, Path path) {
    if (json instanceof Json.Bool(var value)) {
      return value;
    }
    throw path.mustBe("a boolean", json);
  }
}
