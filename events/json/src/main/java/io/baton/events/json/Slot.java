package io.baton.events.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place for a value: a component of a record, an item of a list, a value of a map. */
record Slot(Shape shape, Absence absence) {

  /** What may stand in the place of a value. */
  enum Absence {
    NEVER,
    AS_NULL,
    AS_EMPTY_OPTIONAL
  }

  boolean isAbsent(@Nullable Object value) {
    return switch (absence) {
      case NEVER -> false;
      case AS_NULL -> value == null;
      case AS_EMPTY_OPTIONAL -> value instanceof Optional<?> optional && optional.isEmpty();
    };
  }

  void write(@Nullable Object value, JsonWriter out, Path path) {
    if (isAbsent(value)) {
      out.nothing();
    } else if (value == null) {
      throw path.isUnwritable("must not be null", null);
    } else {
      shape.write(
          value instanceof Optional<?> optional ? optional.orElseThrow() : value, out, path);
    }
  }

  /** Reads what stands there; {@code json} is {@code null} if nothing does. */
  @Nullable Object read(@Nullable Json json, Path path, String owner) {
    boolean absent = json == null || json instanceof Json.Null;
    return switch (absence) {
      case NEVER -> {
        if (json == null) {
          throw path.isMissing(owner);
        }
        yield shape.read(json, path);
      }
      case AS_NULL -> absent || json == null ? null : shape.read(json, path);
      case AS_EMPTY_OPTIONAL ->
          absent || json == null ? Optional.empty() : Optional.of(shape.read(json, path));
    };
  }
}
