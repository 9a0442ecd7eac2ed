package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** An enum, as the names of its constants. */
record EnumShape(Class<?> type, Map<String, Object> constants) implements Shape {

  static EnumShape of(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object each : type.getEnumConstants()) {
      constants.put(((Enum<?>) each).name(), each);
    }
    return new EnumShape(type, constants);
  }

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    return JsonEnumSchema.builder()
        .enumValues(List.copyOf(constants.keySet()))
        .description(describe(description))
        .build();
  }

  @Override
  public String expected() {
    return "one of " + String.join(", ", constants.keySet());
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    Object constant = json.isString() ? constants.get(json.stringValue()) : null;
    if (constant == null) {
      var names = List.copyOf(constants.keySet());
      findings.add(new Mismatch.UnknownConstant(place.toString(), names, Findings.describe(json)));
    }
    return constant;
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf(((Enum<?>) value).name());
  }

  /** What is said of the place or of the type, and of each constant on a line of its own. */
  private @Nullable String describe(@Nullable String description) {
    var text = new StringJoiner("\n");
    Describe own = type.getAnnotation(Describe.class);
    if (description != null) {
      text.add(description);
    } else if (own != null) {
      text.add(own.value());
    }
    Stream.of(type.getFields())
        .filter(Field::isEnumConstant)
        .filter(each -> each.isAnnotationPresent(Describe.class))
        .forEach(
            each -> text.add(each.getName() + ": " + each.getAnnotation(Describe.class).value()));
    return text.length() == 0 ? null : text.toString();
  }
}
