package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NumericNode;

/** A whole number between two bounds. {@code 3.0} is one, as in JSON Schema. */
record IntegerShape(
    @Nullable BigDecimal least, @Nullable BigDecimal most, Function<BigInteger, Number> as)
    implements Shape {

  static final IntegerShape BYTE = of(Byte.MIN_VALUE, Byte.MAX_VALUE, BigInteger::byteValue);
  static final IntegerShape SHORT = of(Short.MIN_VALUE, Short.MAX_VALUE, BigInteger::shortValue);
  static final IntegerShape INT = of(Integer.MIN_VALUE, Integer.MAX_VALUE, BigInteger::intValue);
  static final IntegerShape LONG = of(Long.MIN_VALUE, Long.MAX_VALUE, BigInteger::longValue);
  static final IntegerShape BIG = new IntegerShape(null, null, whole -> whole);

  /** More digits than this are not made of a short text such as {@code 1e999999999}. */
  private static final int MOST_DIGITS = 1_000;

  private static IntegerShape of(long least, long most, Function<BigInteger, Number> as) {
    return new IntegerShape(BigDecimal.valueOf(least), BigDecimal.valueOf(most), as);
  }

  @Override
  public JsonSchemaElement schema(@Nullable String description, Definitions definitions) {
    return JsonIntegerSchema.builder().description(description).build();
  }

  @Override
  public String expected() {
    return least == null || most == null
        ? "a whole number"
        : "a whole number from %s to %s".formatted(least, most);
  }

  @Override
  public @Nullable Object read(JsonNode json, Place place, Findings findings) {
    if (json instanceof NumericNode given && !given.isNaN()) { // which infinite is, too
      BigDecimal number = given.decimalValue();
      if (isInside(number) && number.stripTrailingZeros().scale() <= 0) {
        return as.apply(number.toBigInteger());
      }
    }
    findings.wrongType(place, expected(), json);
    return null;
  }

  @Override
  public JsonNode write(Object value) {
    return value instanceof BigInteger big
        ? BigIntegerNode.valueOf(big)
        : LongNode.valueOf(((Number) value).longValue());
  }

  private boolean isInside(BigDecimal number) {
    if (least == null || most == null) {
      return (long) number.precision() - number.scale() <= MOST_DIGITS;
    }
    return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
  }
}
