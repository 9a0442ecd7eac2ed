package io.baton.events.json;

import io.baton.events.json.EventCodecException.DuplicateKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map, as an object. What is read is unmodifiable and in the object's order. */
record MapShape(TextShape<?> key, Slot value) implements Shape {

  @Override
  public void write(Object map, JsonWriter out, Path path) {
    out.startObject();
    for (Map.Entry<? extends @Nullable Object, ? extends @Nullable Object> entry :
        ((Map<?, ?>) map).entrySet()) {
      @Nullable Object name = entry.getKey();
      if (name == null) {
        throw path.isUnwritable("must not have a null key", null);
      }
      String text = key.print(name, path);
      out.key(text, path);
      value.write(entry.getValue(), out, path.child(text));
    }
    out.endObject();
  }

  @Override
  public Object read(Json json, Path path) {
    if (!(json instanceof Json.Members(var members))) {
      throw path.mustBe("an object", json);
    }
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    members.forEach((name, member) -> {
      Path place = path.child(name);
      Object parsed = key.parse(name, place);
      if (map.containsKey(parsed)) {
        throw new DuplicateKey(place);
      }
      map.put(parsed, value.read(member, place, "the object"));
    });
    return Collections.unmodifiableMap(map);
  }
}
