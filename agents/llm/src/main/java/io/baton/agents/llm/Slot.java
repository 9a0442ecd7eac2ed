package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A place for a value: a component of a record, or a parameter of a method. Immutable. */
record Slot(String name, @Nullable String description, Shape shape, Absence absence) {

  /** What stands in the place of a value that is not there. */
  enum Absence {
    NEVER,
    AS_NULL,
    AS_EMPTY_OPTIONAL
  }

  boolean isRequired() {
    return absence == Absence.NEVER;
  }

  /**
   * LangChain4j lets an optional property be null where a provider wants all to be there, but not
   * one that has no type of its own: such a one says so here.
   */
  JsonSchemaElement schema(Definitions definitions) {
    JsonSchemaElement element = shape.schema(description, definitions);
    if (isRequired()) {
      return element;
    }
    return switch (element) {
      case JsonAnyOfSchema any -> orNull(any.anyOf(), any.description());
      case JsonReferenceSchema reference -> orNull(List.of(reference), null);
      default -> element;
    };
  }

  @Nullable Object read(@Nullable JsonNode json, Place place, Findings findings) {
    if (json == null && isRequired()) {
      findings.add(new Mismatch.Missing(place.toString(), shape.expected()));
      return null;
    }
    if (json == null || (json.isNull() && !(shape instanceof AnyShape))) {
      if (isRequired()) {
        findings.add(new Mismatch.NullValue(place.toString(), shape.expected()));
      }
      return absence == Absence.AS_EMPTY_OPTIONAL ? Optional.empty() : null;
    }
    Object value = shape.read(json, place, findings);
    return absence == Absence.AS_EMPTY_OPTIONAL ? Optional.ofNullable(value) : value;
  }

  /** The JSON of what is there; null if nothing is. */
  @Nullable JsonNode write(@Nullable Object value) {
    Object present = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (present != null) {
      return shape.write(present);
    }
    if (isRequired()) {
      throw new IllegalArgumentException(name + " must not be null");
    }
    return null;
  }

  private static JsonSchemaElement orNull(
      List<JsonSchemaElement> elements, @Nullable String description) {
    List<JsonSchemaElement> all = new ArrayList<>(elements);
    all.add(new JsonNullSchema());
    return JsonAnyOfSchema.builder().anyOf(all).description(description).build();
  }
}
