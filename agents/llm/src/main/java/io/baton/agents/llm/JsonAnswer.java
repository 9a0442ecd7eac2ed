package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An answer that is a JSON value somewhere in its text. */
record JsonAnswer<R>(JsonForm<R> form, List<FieldPattern> required) implements AnswerForm<R> {

  static <R> JsonAnswer<R> of(Class<R> type) {
    return new JsonAnswer<>(JsonForm.of(type), List.of());
  }

  @Override
  public R read(String text, FieldEvent.End fields) throws BadAnswerException {
    if (!fields.isWhole()) {
      throw new BadAnswerException(
          fields.truncated() ? "its JSON object is cut off" : "it has no JSON object in it");
    }
    checkRequired(fields.tree());
    try {
      return form.read(fields.tree());
    } catch (JsonMismatchException e) {
      throw new BadAnswerException(String.valueOf(e.getMessage()));
    }
  }

  private void checkRequired(JsonNode tree) throws BadAnswerException {
    String missing =
        required.stream()
            .flatMap(pattern -> pattern.missingIn(tree).stream())
            .map(FieldPath::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new BadAnswerException("what must be there is missing: " + missing);
    }
  }

  /** A provider that closes all objects refuses a schema that has open ones. */
  @Override
  public Optional<JsonSchema> schema() {
    return form.isStrict() ? Optional.of(form.schema()) : Optional.empty();
  }

  @Override
  public String instructions() {
    return "Answer with one JSON object and nothing else. It must match this JSON Schema:\n"
        + form.schemaText();
  }

  @Override
  public FieldShape shape() {
    return FieldShape.of(form.root());
  }

  @Override
  public AnswerForm<R> requiring(List<FieldPattern> patterns) {
    return new JsonAnswer<>(form, List.copyOf(patterns));
  }
}
