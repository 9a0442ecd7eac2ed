package io.baton.events.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list or a set, as an array. What is read is unmodifiable and in the array's order. */
record CollectionShape(Slot item, boolean distinct) implements Shape {

  @Override
  public void write(Object value, JsonWriter out, Path path) {
    out.startArray();
    int index = 0;
    for (@Nullable Object each : (Collection<?>) value) {
      item.write(each, out, path.child(index++));
    }
    out.endArray();
  }

  @Override
  public Object read(Json json, Path path) {
    if (!(json instanceof Json.Items(var values))) {
      throw path.mustBe("an array", json);
    }
    List<@Nullable Object> items = new ArrayList<>(values.size());
    for (Json each : values) {
      items.add(item.read(each, path.child(items.size()), "the array"));
    }
    return distinct ? set(items, json, path) : Collections.unmodifiableList(items);
  }

  private static Set<@Nullable Object> set(List<@Nullable Object> items, Json json, Path path) {
    Set<@Nullable Object> set = new LinkedHashSet<>(items);
    if (set.size() < items.size()) {
      throw path.mustBe("an array of items that differ", json);
    }
    return Collections.unmodifiableSet(set);
  }
}
