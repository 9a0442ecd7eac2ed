package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.time.DateTimeException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A text with a form.
 *
 * @param form what it is, with an example; empty for any text. It is said in the description, since
 *     LangChain4j's schema of a text has no format.
 */
record TextShape(String form, Function<String, Object> parse) implements Shape {

  static final TextShape ANY = new TextShape("", text -> text);

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    return JsonStringSchema.builder().description(describe(description)).build();
  }

  @Override
  public String expected() {
    return form.isEmpty() ? "a text" : form;
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (json.isString()) {
      try {
        return parse.apply(json.stringValue());
      } catch (DateTimeException | IllegalArgumentException _) {
        // falls through to the finding
      }
    }
    findings.wrongType(place, expected(), json);
    return null;
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf(value.toString());
  }

  private @Nullable String describe(@Nullable String description) {
    if (form.isEmpty()) {
      return description;
    }
    return description == null ? form : "%s (%s)".formatted(description, form);
  }
}
