package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schema elements as JSON Schema (draft 2020-12): for what LangChain4j's elements cannot say, and
 * for models that are told the schema in words.
 */
final class SchemaJson {

  private SchemaJson() {}

  static JsonNode of(JsonSchemaElement element) {
    return switch (element) {
      case JsonObjectSchema object -> object(object);
      case JsonArraySchema array -> {
        ObjectNode json = typed("array", array);
        json.set("items", of(array.items()));
        yield json;
      }
      case JsonEnumSchema constants -> {
        ObjectNode json = typed("string", constants);
        ArrayNode names = json.putArray("enum");
        constants.enumValues().forEach(names::add);
        yield json;
      }
      case JsonAnyOfSchema any -> {
        ObjectNode json = described(any);
        ArrayNode all = json.putArray("anyOf");
        any.anyOf().forEach(each -> all.add(of(each)));
        yield json;
      }
      case JsonReferenceSchema reference ->
          described(reference).put("$ref", "#/$defs/" + reference.reference());
      case JsonRawSchema raw -> JsonForm.MAPPER.readTree(raw.schema());
      case JsonStringSchema text -> typed("string", text);
      case JsonIntegerSchema number -> typed("integer", number);
      case JsonNumberSchema number -> typed("number", number);
      case JsonBooleanSchema bool -> typed("boolean", bool);
      case JsonNullSchema nothing -> typed("null", nothing);
      default -> throw new IllegalArgumentException("unknown schema element " + element);
    };
  }

  private static ObjectNode object(JsonObjectSchema object) {
    ObjectNode json = typed("object", object);
    putAll(json.putObject("properties"), object.properties());
    ArrayNode required = json.putArray("required");
    object.required().forEach(required::add);
    json.put("additionalProperties", false);
    if (!object.definitions().isEmpty()) {
      putAll(json.putObject("$defs"), object.definitions());
    }
    return json;
  }

  private static void putAll(ObjectNode json, Map<String, JsonSchemaElement> elements) {
    elements.forEach((name, each) -> json.set(name, of(each)));
  }

  private static ObjectNode typed(String type, JsonSchemaElement element) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type);
    return element.description() == null ? json : json.put("description", element.description());
  }

  private static ObjectNode described(JsonSchemaElement element) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return element.description() == null ? json : json.put("description", element.description());
  }
}
