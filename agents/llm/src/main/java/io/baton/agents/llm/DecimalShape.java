package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.NumericNode;

/** A number. One that is too large for its type is refused, and never infinite. */
record DecimalShape(Function<BigDecimal, Number> as) implements Shape {

  static final DecimalShape FLOAT = new DecimalShape(BigDecimal::floatValue);
  static final DecimalShape DOUBLE = new DecimalShape(BigDecimal::doubleValue);
  static final DecimalShape BIG = new DecimalShape(number -> number);

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    return JsonNumberSchema.builder().description(description).build();
  }

  @Override
  public String expected() {
    return "a number";
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (json instanceof NumericNode given && !given.isNaN()) { // which infinite is, too
      Number number = as.apply(given.decimalValue());
      if (number instanceof BigDecimal || Double.isFinite(number.doubleValue())) {
        return number;
      }
    }
    findings.wrongType(place, expected(), json);
    return null;
  }

  @Override
  public JsonNode write(Object value) {
    return switch (value) {
      case BigDecimal decimal -> DecimalNode.valueOf(decimal);
      case Float number -> FloatNode.valueOf(number);
      default -> DoubleNode.valueOf(((Number) value).doubleValue());
    };
  }
}
