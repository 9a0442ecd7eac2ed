package io.baton.events.json;

import io.baton.events.json.EventCodecException.UnknownProperty;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The properties of one object that is being read, none of which is unknown. */
record Properties(Map<String, Json> values, Path path, String owner) {

  static Properties of(Json json, Path path, String owner, Set<String> known, boolean lenient) {
    if (!(json instanceof Json.Members(var values))) {
      throw path.mustBe("an object", json);
    }
    if (!lenient) {
      for (String name : values.keySet()) {
        if (!known.contains(name)) {
          throw new UnknownProperty(path.child(name), owner);
        }
      }
    }
    return new Properties(values, path, owner);
  }

  @Nullable Json find(String name) {
    return values.get(name);
  }

  Json require(String name) {
    Json json = values.get(name);
    if (json == null) {
      throw path.child(name).isMissing(owner);
    }
    return json;
  }

  /** Reads a property that may be absent or null. */
  <T> Optional<T> read(String name, TextShape<T> shape) {
    Json json = values.get(name);
    return json == null || json instanceof Json.Null
        ? Optional.empty()
        : Optional.of(shape.read(json, path.child(name)));
  }

  <T> T require(String name, TextShape<T> shape) {
    return shape.read(require(name), path.child(name));
  }

  int number(String name, int otherwise) {
    Json json = values.get(name);
    return json == null ? otherwise : (int) NumberShape.INT.read(json, path.child(name));
  }
}
