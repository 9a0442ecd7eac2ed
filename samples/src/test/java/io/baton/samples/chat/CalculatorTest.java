package io.baton.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculatorTest {

  @ParameterizedTest
  @CsvSource({
    "1 + 2 * 3, 7",
    "(1 + 2) * 3, 9",
    "10 - 4 - 3, 3",
    "2 * -3, -6",
    "--3, 3",
    "0.1 + 0.2, 0.3",
    "7 / 2, 3.5",
    "100 * 1000, 100000",
    "1 - 1.0, 0",
    "42, 42"
  })
  void expressionHasItsValue(String expression, String value) {
    assertThat(Calculator.value(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1 +, a number at character 4",
    "(1 + 2, a closing bracket at character 7",
    "1 2, an operator at character 3",
    "1.2.3, a number at character 1",
    "x, a number at character 1"
  })
  void mistakeIsToldWithItsPlace(String expression, String mistake) {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Calculator.value(expression))
        .withMessage("there must be %s of \"%s\"".formatted(mistake, expression));
  }

  @Test
  void boundsAreTold() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Calculator.value("(".repeat(500)))
        .withMessage("brackets and signs must be at most 100 deep");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Calculator.value("1".repeat(1_001)))
        .withMessage("an expression must have at most 1000 characters, but has 1001");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Calculator.value("1 / 0"));
  }
}
