package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A shape whose values stand as objects, and which can be a document by itself. Immutable. */
interface ObjectShape extends Shape {

  @Override
  JsonObjectSchema schema(@Nullable String description, Definitions definitions);

  @Override
  ObjectNode write(Object value);
}
