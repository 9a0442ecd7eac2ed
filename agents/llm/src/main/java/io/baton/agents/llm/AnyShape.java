package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any JSON, null too. */
record AnyShape() implements Shape {

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (description != null) {
      json.put("description", description);
    }
    return JsonRawSchema.from(json.toString());
  }

  @Override
  public String expected() {
    return "any JSON";
  }

  @Override
  public Object read(JsonNode json, Place place, Findings findings) {
    return json;
  }

  @Override
  public JsonNode write(Object value) {
    return (JsonNode) value;
  }

  @Override
  public boolean isStrict() {
    return false;
  }
}
