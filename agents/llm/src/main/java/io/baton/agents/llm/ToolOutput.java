package io.baton.agents.llm;

import io.baton.events.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.StdSerializer;

/** What a model gets to see of the output of a tool. */
final class ToolOutput {

  /** Room for the note on what was cut off, and for something before it. */
  static final int LEAST_CAP = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().annotationIntrospector(new Masking()).build();

  private ToolOutput() {}

  /**
   * The text of an output.
   *
   * @throws JacksonException if it cannot be written as JSON
   */
  static String text(@Nullable Object output, int cap) {
    String text =
        switch (output) {
          case null -> "done";
          case CharSequence characters -> characters.toString();
          default -> MAPPER.writeValueAsString(output);
        };
    return text.isEmpty() ? "(nothing)" : cut(text, cap);
  }

  /** An output as JSON. */
  static JsonNode json(Object output) {
    return MAPPER.valueToTree(output);
  }

  private static String cut(String text, int cap) {
    if (text.length() <= cap) {
      return text;
    }
    String note = "\n[cut off: this is the beginning of %,d characters]".formatted(text.length());
    int end = cap - note.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + note;
  }

  /** Shows no secret component of a record. */
  private static final class Masking extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public @Nullable Object findSerializer(MapperConfig<?> config, Annotated annotated) {
      return annotated.hasAnnotation(Secret.class)
          ? new Mask()
          : super.findSerializer(config, annotated);
    }
  }

  private static final class Mask extends StdSerializer<Object> {

    Mask() {
      super(Object.class);
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializationContext context) {
      json.writeString("***");
    }
  }
}
