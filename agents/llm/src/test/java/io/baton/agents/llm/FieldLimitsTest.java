package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldLimitsTest {
  private static final FieldLimits DEFAULTS = FieldLimits.defaults();

  @Test
  void depthIsBounded() {
    assertPasses(DEFAULTS.depth(2), "{\"a\": [1]}");
    assertRefused(
        DEFAULTS.depth(2),
        "{\"a\": [[1]]}",
        "nesting depth of an answer must be at most 2, but reaches 3");
  }

  @Test
  void lengthOfATextIsBounded() {
    assertPasses(DEFAULTS.stringLength(3), "{\"a\": \"xyz\"}");
    assertRefused(
        DEFAULTS.stringLength(3),
        "{\"a\": \"xyzw\"}",
        "length of a text or key in an answer must be at most 3, but reaches 4");
    assertRefused(
        DEFAULTS.stringLength(3),
        "{\"a\": \"xy\\n\\n",
        "length of a text or key in an answer must be at most 3, but reaches 4");
  }

  @Test
  void lengthOfAKeyIsBounded() {
    assertPasses(DEFAULTS.stringLength(3), "{\"abc\": 1, xyz: 2}");
    String message = "length of a text or key in an answer must be at most 3, but reaches 4";
    assertRefused(DEFAULTS.stringLength(3), "{\"abcd\": 1}", message);
    assertRefused(DEFAULTS.stringLength(3), "{abcd: 1}", message);
  }

  @Test
  void lengthOfANumberIsBounded() {
    assertPasses(DEFAULTS.numberLength(3), "[123, -12, 1e5]");
    assertRefused(
        DEFAULTS.numberLength(3),
        "[1234]",
        "length of a number in an answer must be at most 3, but reaches 4");
  }

  @Test
  void lengthOfAnAnswerIsBoundedUntilItsValueEnds() {
    assertPasses(DEFAULTS.textLength(10), "so: [1, 2]");
    assertPasses(DEFAULTS.textLength(10), "[1, 2] and much more");
    String message = "length of an answer must be at most 10, but reaches 11";
    assertRefused(DEFAULTS.textLength(10), "so:  [1, 2]", message);
    assertRefused(DEFAULTS.textLength(10), "only prose, no value", message);
  }

  @Test
  void failureNamesLimitBoundAndValue() {
    var scanner = new FieldScanner(FieldShape.any(), DEFAULTS.depth(1), _ -> {});

    assertThatThrownBy(() -> scanner.accept("[[[["))
        .isInstanceOfSatisfying(
            FieldException.LimitExceeded.class,
            e -> {
              assertThat(e.limit()).isEqualTo(FieldLimit.DEPTH);
              assertThat(e.bound()).isEqualTo(1);
              assertThat(e.value()).isEqualTo(2);
            });
  }

  @Test
  void whatCameBeforeTheBoundIsTold() {
    var events = new ArrayList<FieldEvent>();
    var scanner = new FieldScanner(FieldShape.any(), DEFAULTS.stringLength(3), events::add);

    assertThatThrownBy(() -> scanner.accept("{\"n\": 1, \"a\": \"xyzw\"}"))
        .isInstanceOf(FieldException.class);
    scanner.end();

    assertThat(Told.of(events)).isEqualTo("✓n 1, Δa xyz, End cut off {\"n\":1}");
  }

  @Test
  void boundsMustBePositive() {
    assertThatThrownBy(() -> DEFAULTS.depth(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth must be at least 1, but is 0");
    assertThatThrownBy(() -> DEFAULTS.stringLength(-1))
        .hasMessage("stringLength must be at least 1, but is -1");
    assertThatThrownBy(() -> DEFAULTS.numberLength(0))
        .hasMessage("numberLength must be at least 1, but is 0");
    assertThatThrownBy(() -> DEFAULTS.textLength(0))
        .hasMessage("textLength must be at least 1, but is 0");
  }

  private static void assertPasses(FieldLimits limits, String text) {
    assertThat(Scan.of(limits, List.of(text)).failure()).isEmpty();
    assertThat(Scan.of(limits, text.lines().toList()).end().isWhole()).isTrue();
  }

  private static void assertRefused(FieldLimits limits, String text, String message) {
    String failure = FieldException.LimitExceeded.class.getName() + ": " + message;

    assertThat(Scan.of(limits, List.of(text)).failure()).contains(failure);
    assertThat(Scan.of(limits, List.of(text.split(""))).failure()).contains(failure);
  }
}
