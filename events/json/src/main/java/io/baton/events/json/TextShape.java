package io.baton.events.json;

import java.util.function.Function;

/** A type whose values stand as text, which may be the keys of a map too. */
record TextShape<T>(
    Class<T> type, Function<? super T, String> print, Function<String, T> parse, String expected)
    implements Shape {

  static final TextShape<String> STRING =
      new TextShape<>(String.class, Function.identity(), Function.identity());

  TextShape(Class<T> type, Function<? super T, String> print, Function<String, T> parse) {
    this(type, print, parse, "the text of " + withArticle(type.getSimpleName()));
  }

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    out.text(print(value, path));
  }

  @Override
  public T read(Json json, Path path) {
    if (!(json instanceof Json.Text(var text))) {
      throw path.mustBe("a text", json);
    }
    return parse(text, path);
  }

  String print(Object value, Path path) {
    try {
      return print.apply(type.cast(value));
    } catch (RuntimeException e) {
      throw path.isUnwritable("cannot be written as " + type.getSimpleName(), e);
    }
  }

  T parse(String text, Path path) {
    try {
      return parse.apply(text);
    } catch (RuntimeException e) {
      throw path.mustBe(expected, new Json.Text(text), e);
    }
  }

  private static String withArticle(String name) {
    return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }
}
