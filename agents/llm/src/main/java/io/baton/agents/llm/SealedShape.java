package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sealed interface, as one of the objects of its records, each with a first property {@value
 * #DISCRIMINATOR} that has the record's simple name.
 */
record SealedShape(JavaType type, Map<String, NamedShape> variants) implements Shape {

  static final String DISCRIMINATOR = "type";

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    Describe own = type.raw().getAnnotation(Describe.class);
    List<JsonSchemaElement> objects =
        variants.keySet().stream()
            .<JsonSchemaElement>map(name -> object(name, definitions))
            .toList();
    return JsonAnyOfSchema.builder()
        .anyOf(objects)
        .description(description == null && own != null ? own.value() : description)
        .build();
  }

  @Override
  public String expected() {
    return "an object (%s) with the property %s, one of %s"
        .formatted(type, DISCRIMINATOR, String.join(", ", variants.keySet()));
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (!(json instanceof ObjectNode object)) {
      findings.wrongType(place, expected(), json);
      return null;
    }
    JsonNode name = object.get(DISCRIMINATOR);
    String which = place.child(DISCRIMINATOR).toString();
    List<String> names = List.copyOf(variants.keySet());
    if (name == null) {
      findings.add(new Mismatch.Missing(which, "one of " + String.join(", ", names)));
      return null;
    }
    if (!name.isString() || !variants.containsKey(name.stringValue())) {
      findings.add(new Mismatch.UnknownVariant(which, names, Findings.describe(name)));
      return null;
    }
    return variant(name.stringValue()).read(json, place, findings, DISCRIMINATOR);
  }

  @Override
  public JsonNode write(Object value) {
    String name = value.getClass().getSimpleName();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(DISCRIMINATOR, name);
    json.setAll(variant(name).write(value));
    return json;
  }

  @Override
  public boolean isStrict() {
    return variants.values().stream().allMatch(Shape::isStrict);
  }

  private RecordShape variant(String name) {
    NamedShape shape = variants.get(name);
    if (shape == null || !(shape.body() instanceof RecordShape variant)) {
      throw new IllegalArgumentException(name + " is no record of " + type);
    }
    return variant;
  }

  private JsonObjectSchema object(String name, Definitions definitions) {
    JsonObjectSchema object = variant(name).schema(null, definitions);
    List<String> required = new ArrayList<>(List.of(DISCRIMINATOR));
    required.addAll(object.required());
    return JsonObjectSchema.builder()
        .description(object.description())
        .addProperty(DISCRIMINATOR, JsonEnumSchema.builder().enumValues(name).build())
        .addProperties(object.properties())
        .required(required)
        .additionalProperties(false)
        .build();
  }
}
