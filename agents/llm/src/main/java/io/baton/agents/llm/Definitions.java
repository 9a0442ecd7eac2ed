package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The records of one schema that contain themselves, by name. Confined to one thread. */
final class Definitions {

  private final Map<JavaType, String> names = new HashMap<>();
  private final Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();

  /** The name of a record's definition, which is made if it is not there yet. */
  String nameOf(JavaType type, Supplier<? extends JsonSchemaElement> body) {
    String known = names.get(type);
    if (known != null) {
      return known;
    }
    String name = free(JsonForm.nameOf(type));
    names.put(type, name);
    elements.put(name, body.get());
    return name;
  }

  Map<String, JsonSchemaElement> all() {
    return elements;
  }

  private String free(String wanted) {
    String name = wanted;
    for (int i = 2; names.containsValue(name); i++) {
      name = wanted + i;
    }
    return name;
  }
}
