package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import io.baton.agents.llm.FieldPath.Index;
import io.baton.agents.llm.FieldPath.Segment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place that a schema describes.
 *
 * @param element how
 * @param definitions what its references stand for
 */
record SchemaPlace(JsonSchemaElement element, Map<String, JsonSchemaElement> definitions)
    implements FieldPlace {

  static FieldPlace of(JsonSchemaElement root) {
    Map<String, JsonSchemaElement> definitions =
        root instanceof JsonObjectSchema object ? object.definitions() : null;
    return of(root, Objects.requireNonNullElse(definitions, Map.of()));
  }

  private static FieldPlace of(
      @Nullable JsonSchemaElement element, Map<String, JsonSchemaElement> definitions) {
    return switch (element) {
      case null -> OPEN;
      case JsonRawSchema _ -> OPEN;
      case JsonAnyOfSchema any ->
          new AnyPlace(any.anyOf().stream().map(one -> of(one, definitions)).toList());
      case JsonReferenceSchema link -> of(definitions.get(link.reference()), definitions);
      default -> new SchemaPlace(element, definitions);
    };
  }

  @Override
  public @Nullable FieldPlace inside(Segment segment) {
    return switch (segment) {
      case Index _ -> element instanceof JsonArraySchema a ? of(a.items(), definitions) : null;
      case FieldPath.Key(String name) ->
          element instanceof JsonObjectSchema object ? property(object, name) : null;
    };
  }

  private @Nullable FieldPlace property(JsonObjectSchema object, String name) {
    var declared = object.properties().get(name);
    if (declared != null) {
      return of(declared, definitions);
    }
    boolean isMap = object.properties().isEmpty();
    return isMap || Boolean.TRUE.equals(object.additionalProperties()) ? OPEN : null;
  }

  @Override
  public boolean mayBeObject() {
    return element instanceof JsonObjectSchema;
  }

  @Override
  public boolean mayBeArray() {
    return element instanceof JsonArraySchema;
  }

  /**
   * A place that any of several schemas describes.
   *
   * @param places each of them
   */
  private record AnyPlace(List<FieldPlace> places) implements FieldPlace {
    @Override
    public @Nullable FieldPlace inside(Segment segment) {
      var inside = places.stream().map(p -> p.inside(segment)).filter(Objects::nonNull).toList();
      return inside.isEmpty() ? null : new AnyPlace(inside);
    }

    @Override
    public boolean mayBeObject() {
      return places.stream().anyMatch(FieldPlace::mayBeObject);
    }

    @Override
    public boolean mayBeArray() {
      return places.stream().anyMatch(FieldPlace::mayBeArray);
    }
  }
}
