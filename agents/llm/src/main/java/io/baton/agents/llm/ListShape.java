package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A list, a set or an array, as an array. What is read is unmodifiable, unless it is an array. */
record ListShape(Kind kind, Class<?> element, Shape shape) implements Shape {

  enum Kind {
    LIST,
    SET,
    ARRAY
  }

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    return JsonArraySchema.builder()
        .items(shape.schema(null, definitions))
        .description(description)
        .build();
  }

  @Override
  public String expected() {
    return kind == Kind.SET ? "an array without repetitions" : "an array";
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (!(json instanceof ArrayNode array)) {
      findings.wrongType(place, expected(), json);
      return null;
    }
    int before = findings.count();
    List<Object> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      Object value = element(array.get(i), place.child(i), findings);
      if (value != null) {
        values.add(value);
      }
    }
    return findings.count() > before ? null : collect(values, place, findings);
  }

  @Override
  public JsonNode write(Object value) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    if (value instanceof Collection<?> values) {
      values.forEach(each -> json.add(shape.write(each)));
    } else {
      for (int i = 0; i < Array.getLength(value); i++) {
        json.add(shape.write(Array.get(value, i)));
      }
    }
    return json;
  }

  @Override
  public boolean isStrict() {
    return shape.isStrict();
  }

  private @Nullable Object element(JsonNode json, Place place, Findings findings) {
    if (json.isNull() && !(shape instanceof AnyShape)) {
      findings.wrongType(place, shape.expected(), json);
      return null;
    }
    return shape.read(json, place, findings);
  }

  private @Nullable Object collect(List<Object> values, Place place, Findings findings) {
    return switch (kind) {
      case LIST -> List.copyOf(values);
      case SET -> set(values, place, findings);
      case ARRAY -> array(values);
    };
  }

  private @Nullable Object set(List<Object> values, Place place, Findings findings) {
    var set = new LinkedHashSet<>(values);
    if (set.size() < values.size()) {
      String found = "one with repetitions";
      findings.add(new Mismatch.WrongType(place.toString(), expected(), found));
      return null;
    }
    return Collections.unmodifiableSet(set);
  }

  private Object array(List<Object> values) {
    Object array = Array.newInstance(element, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }
}
