package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** A boolean. */
record BooleanShape() implements Shape {

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    return JsonBooleanSchema.builder().description(description).build();
  }

  @Override
  public String expected() {
    return "true or false";
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    findings.wrongType(place, expected(), json);
    return null;
  }

  @Override
  public JsonNode write(Object value) {
    return BooleanNode.valueOf((Boolean) value);
  }
}
