package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record or a sealed interface, which may contain itself. It is made before its body is; {@link
 * Shapes} gives it that once, on one thread, before anyone else sees it.
 */
final class NamedShape implements Shape {

  private final JavaType type;
  private @Nullable Shape body;
  private boolean recursive;
  private boolean isAsked;

  NamedShape(JavaType type) {
    this.type = type;
  }

  void fill(Shape shape) {
    body = shape;
  }

  /** Whether it is not filled yet: then whoever asks for it is inside of it. */
  boolean isOpen() {
    return body == null;
  }

  void markRecursive() {
    recursive = true;
  }

  Shape body() {
    if (body == null) {
      throw new IllegalStateException("the shape of " + type + " is used before it is made");
    }
    return body;
  }

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    if (!recursive) {
      return body().schema(description, definitions);
    }
    String name = definitions.nameOf(type, () -> body().schema(null, definitions));
    JsonSchemaElement reference = JsonReferenceSchema.builder().reference(name).build();
    return description == null
        ? reference
        : JsonAnyOfSchema.builder().anyOf(reference).description(description).build();
  }

  @Override
  public String expected() {
    return body().expected();
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    return body().read(json, place, findings);
  }

  @Override
  public JsonNode write(Object value) {
    return body().write(value);
  }

  /** Called by the thread that makes it; what is asked again inside of itself adds nothing. */
  @Override
  public boolean isStrict() {
    if (isAsked) {
      return true;
    }
    isAsked = true;
    try {
      return body().isStrict();
    } finally {
      isAsked = false;
    }
  }
}
