package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a type: the schema that a model is given, and values strictly read and written.
 * A document is always an object: a record is one by itself; what is not a record is the only
 * property, {@value #WRAPPER}, of one. Immutable and thread-safe.
 *
 * <p>An unknown property, a missing component, a null that has no place, a wrong type, an unknown
 * constant or variant, and what a record's constructor refuses, are each one {@link Mismatch}; all
 * of a document are found at once. Only an {@code Optional} or {@code @Nullable} component may be
 * left out or null.
 */
final class JsonForm<T> {

  static final String WRAPPER = "value";

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final String name;
  private final ObjectShape shape;
  private final JsonObjectSchema root;

  private JsonForm(String name, ObjectShape shape) {
    this.name = name;
    this.shape = shape;
    var definitions = new Definitions();
    JsonObjectSchema body = shape.schema(null, definitions);
    this.root = body.toBuilder().definitions(definitions.all()).build();
  }

  /**
   * The form of a class.
   *
   * @throws IllegalArgumentException if something in it has none; it names type and component
   */
  @SuppressWarnings("unchecked") // the shape of a class makes objects of that class
  static <T> JsonForm<T> of(Class<T> type) {
    return (JsonForm<T>) of((Type) type);
  }

  /** The form of a type that may have type arguments, as {@link #of(Class)}. */
  static JsonForm<?> of(Type type) {
    Shape shape = new Shapes().root(type, type.getTypeName());
    String name = nameOf(JavaType.of(type, Map.of()));
    return shape instanceof NamedShape named && named.body() instanceof RecordShape body
        ? new JsonForm<>(name, body)
        : new JsonForm<>(name, WrapperShape.of(WRAPPER, shape));
  }

  /** The form of the arguments of a method: an object array. */
  static JsonForm<@Nullable Object[]> of(String name, Slots slots) {
    return new JsonForm<>(name, new ArgumentsShape(name, slots));
  }

  /** Its schema, under a name that providers allow. */
  JsonSchema schema() {
    return JsonSchema.builder().name(name).rootElement(root).build();
  }

  /** Its schema without the name. */
  JsonObjectSchema root() {
    return root;
  }

  /** Its schema as JSON text, for a model that is told of it in words. */
  String schemaText() {
    return SchemaJson.of(root).toString();
  }

  /**
   * Whether a provider that wants all objects closed can be given the schema: maps and any JSON are
   * open.
   */
  boolean isStrict() {
    return shape.isStrict();
  }

  /**
   * Reads a document.
   *
   * @throws JsonMismatchException if it is not JSON, or not what the type asks for
   */
  T read(String text) {
    return read(parse(text));
  }

  /**
   * The JSON of a text.
   *
   * @throws JsonMismatchException if it is not JSON
   */
  JsonNode parse(String text) {
    if (text.isBlank()) {
      throw new JsonMismatchException(List.of(new Mismatch.NotJson("", "the text is empty")));
    }
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new JsonMismatchException(List.of(new Mismatch.NotJson("", reason(e))));
    }
  }

  /**
   * Reads a document.
   *
   * @throws JsonMismatchException if it is not what the type asks for
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // without findings there is a value of the type
  T read(JsonNode json) {
    var findings = new Findings();
    Object value = shape.read(json, Place.ROOT, findings);
    findings.throwIfAny();
    return (T) value;
  }

  /**
   * Writes a document.
   *
   * @throws IllegalArgumentException if there is a null that has no place
   */
  ObjectNode write(T value) {
    return shape.write(value);
  }

  /** A name that providers allow, of at most 64 characters. */
  static String nameOf(JavaType type) {
    String plain = type.toString().replace("[]", "Array").replaceAll("[^a-zA-Z0-9_-]+", "_");
    String name = plain.endsWith("_") ? plain.substring(0, plain.length() - 1) : plain;
    return name.substring(0, Math.min(name.length(), 64));
  }

  private static String reason(JacksonException e) {
    var location = e.getLocation();
    String where =
        location == null
            ? ""
            : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    return "got: " + e.getOriginalMessage() + where;
  }
}
