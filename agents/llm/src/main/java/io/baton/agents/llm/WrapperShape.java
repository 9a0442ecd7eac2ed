package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A value that is no object of its own, as the only property of one. */
record WrapperShape(Slots slots) implements ObjectShape {

  static WrapperShape of(String name, Shape shape) {
    return new WrapperShape(Slots.of(List.of(new Slot(name, null, shape, Slot.Absence.NEVER))));
  }

  @Override
  public JsonObjectSchema schema(@Nullable String description, Definitions definitions) {
    return slots.schema(JsonObjectSchema.builder().description(description), definitions);
  }

  @Override
  public String expected() {
    Slot slot = slots.all().getFirst();
    return "an object with the property %s: %s".formatted(slot.name(), slot.shape().expected());
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (!(json instanceof ObjectNode object)) {
      findings.wrongType(place, expected(), json);
      return null;
    }
    slots.findUnknown(object, place, findings, "the document", null);
    return slots.read(object, place, findings)[0];
  }

  @Override
  public ObjectNode write(Object value) {
    return slots.write(Collections.singletonList(value));
  }

  @Override
  public boolean isStrict() {
    return slots.isStrict();
  }
}
