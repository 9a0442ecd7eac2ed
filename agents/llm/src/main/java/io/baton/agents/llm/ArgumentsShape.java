package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a call, as an object with the parameters by name; in Java an object array. */
record ArgumentsShape(String owner, Slots slots) implements ObjectShape {

  @Override
  public JsonObjectSchema schema(@Nullable String description, Definitions definitions) {
    return slots.schema(JsonObjectSchema.builder().description(description), definitions);
  }

  @Override
  public String expected() {
    return "an object with the arguments of " + owner;
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (!(json instanceof ObjectNode object)) {
      findings.wrongType(place, expected(), json);
      return null;
    }
    slots.findUnknown(object, place, findings, owner, null);
    return slots.read(object, place, findings);
  }

  @Override
  public ObjectNode write(Object value) {
    return slots.write(Arrays.asList((@Nullable Object[]) value));
  }

  @Override
  public boolean isStrict() {
    return slots.isStrict();
  }
}
