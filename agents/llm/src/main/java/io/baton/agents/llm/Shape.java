package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the values of one type stand in JSON. Immutable; absence is the {@link Slot}'s affair. */
interface Shape {

  /** Its schema, with a description, if there is one. */
  JsonSchemaElement schema(@Nullable String description, Definitions definitions);

  /** What it asks for, in words that can follow "expected". */
  String expected();

  /** Reads a value that is not null; what is wrong goes to the findings, and null comes back. */
  @Nullable Object read(JsonNode json, Place place, Findings findings);

  /** Writes a value. */
  JsonNode write(Object value);

  /** Whether a provider that allows no open objects can be given the schema. */
  default boolean isStrict() {
    return true;
  }
}
