package io.baton.agents.llm;

import io.baton.events.Event;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events as a model gets to see them: their components, and the simple name of their class. */
final class EventJson {

  private EventJson() {}

  static JsonNode of(Event event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(SealedShape.DISCRIMINATOR, event.getClass().getSimpleName());
    if (ToolOutput.json(event) instanceof ObjectNode components) {
      json.setAll(components);
    }
    return json;
  }

  static JsonNode of(List<? extends Event> events) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    events.forEach(each -> json.add(of(each)));
    return json;
  }
}
