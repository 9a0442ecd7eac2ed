package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A map with texts as keys, as an object. What is read is unmodifiable and keeps its order. */
record MapShape(Shape shape) implements Shape {

  /** LangChain4j's own object schema cannot say of what type the values are. */
  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "object");
    if (description != null) {
      json.put("description", description);
    }
    json.set("additionalProperties", SchemaJson.of(shape.schema(null, definitions)));
    return JsonRawSchema.from(json.toString());
  }

  @Override
  public String expected() {
    return "an object";
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (!(json instanceof ObjectNode object)) {
      findings.wrongType(place, expected(), json);
      return null;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (var each : object.properties()) {
      Object value = value(each.getValue(), place.child(each.getKey()), findings);
      if (value != null) {
        values.put(each.getKey(), value);
      }
    }
    return Collections.unmodifiableMap(values);
  }

  @Override
  public JsonNode write(Object value) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ((Map<?, ?>) value).forEach((key, each) -> json.set((String) key, shape.write(each)));
    return json;
  }

  @Override
  public boolean isStrict() {
    return false;
  }

  private @Nullable Object value(JsonNode json, Place place, Findings findings) {
    if (json.isNull() && !(shape instanceof AnyShape)) {
      findings.wrongType(place, shape.expected(), json);
      return null;
    }
    return shape.read(json, place, findings);
  }
}
