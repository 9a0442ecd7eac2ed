package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldScannerTest {

  @Test
  void valueThatDoesNotGoOnIsRefused() {
    assertRefused(
        "{\"a\": 1 \"b\": 2}",
        "answer must have a comma or an end at character 8, in \"a\", but has '\"'");
    assertRefused(
        "So: {\"a\": {\"b\": 1, ]}",
        "answer must have a key or } at character 19, in \"a.b\", but has ']'");
    assertRefused(
        "[[], {\"a\" 1}]", "answer must have a : at character 10, in \"[1]\", but has '1'");
    assertRefused(
        "[\"\", 1.x]", "answer must have a digit at character 7, in \"[1]\", but has 'x'");
    assertRefused(
        "[\"\", nix]",
        "answer must have true, false or null at character 6, in \"[1]\", but has 'i'");
    assertRefused(
        "[1, \u0000]", "answer must have a value or ] at character 4, in \"[0]\", but has U+0000");
    assertRefused("[1, /x]", "answer must have a comment at character 5, in \"[0]\", but has 'x'");
    assertRefused(
        "{\"a\": 1, \"b\": }", "answer must have a value at character 14, in \"a\", but has '}'");
  }

  private static void assertRefused(String text, String message) {
    String failure = FieldException.Malformed.class.getName() + ": " + message;

    assertThat(Scan.of(List.of(text)).failure()).contains(failure);
    assertThat(Scan.of(List.of(text.split(""))).failure()).contains(failure);
  }

  @Test
  void commaWithoutValueIsRefused() {
    assertThat(Scan.of(List.of("[1,,2]")).failure()).isPresent();
    assertThat(Scan.of(List.of("[1,2,,]")).failure()).isPresent();
    assertThat(Told.of("[,] {,} {\"a\": 1}")).endsWith("End {\"a\":1}");
  }

  @Test
  void textAfterAKeyThatIsNoneIsSearched() {
    assertThat(Told.of("{\"see {\"a\": 1}")).isEqualTo("✓a 1, ✓root ¦ End {\"a\":1}");
    assertThat(Told.of("{'tis the season: {\"a\": 1}")).endsWith("✓root, End {\"a\":1}");
    assertThat(Told.of("{'tis so:\n{\"a\": 1}")).isEqualTo("✓a 1, ✓root ¦ End {\"a\":1}");
    assertThat(Told.of("{/* no end {\"a\": 1}")).isEqualTo("– ¦ ✓a 1, ✓root, End {\"a\":1}");
  }

  @Test
  void bracketsInProseAreSkipped() {
    assertThat(Told.of("[see {this}, [x]] and {\"k\": {y}} but {\"a\": 1}"))
        .isEqualTo("✓a 1, ✓root ¦ End {\"a\":1}");
    assertThat(Told.of("[[[{{[{[ {\"a\": [{\"b\": ? {\"c\": 1}")).endsWith("End {\"c\":1}");
  }

  @Test
  void shapeSaysWhatTheValueIs() {
    String text = "As in [1], the answer is {\"a\": [2]}";

    assertThat(Told.of(text)).endsWith("End [1]");
    assertThat(Told.of(FieldShape.of("a"), text)).endsWith("End {\"a\":[2]}");
    assertThat(Told.of(FieldShape.of("[*].a"), "Not {} but [{\"a\": 1}]"))
        .endsWith("End [{\"a\":1}]");
  }

  @Test
  void textThatEndsBeforeAnythingIsCertainIsCutOff() {
    assertThat(Told.of("{\"a\": ")).isEqualTo("– ¦ End cut off without value");
    assertThat(Told.of("So: [{\"a\": tr")).isEqualTo("– ¦ End cut off without value");
    assertThat(Told.of("{\"a\": 12")).isEqualTo("– ¦ End cut off without value");
  }

  @Test
  void whatIsDoneIsInTheTreeOfATextThatIsCutOff() {
    assertThat(Told.of("{\"a\": {\"b\": [1, 2, {\"c\": \"x"))
        .endsWith("End cut off {\"a\":{\"b\":[1,2,{}]}}");
    assertThat(Told.of("{\"a\": 1, \"a\": 2")).endsWith("Reset a ¦ End cut off {}");
  }

  @Test
  void halfOfAPairIsReplaced() {
    assertThat(Told.of("[\"a\\ud83d¦b\", \"\\ude00\", \"\ud83d¦\"]"))
        .isEqualTo(
            "Δ[0] a ¦ Δ[0] \ufffdb, ✓[0] \"a\ufffdb\", Δ[1] \ufffd, ✓[1] \"\ufffd\""
                + " ¦ Δ[2] \ufffd, ✓[2] \"\ufffd\", ✓root ¦ End [\"a\ufffdb\",\"\ufffd\",\"\ufffd\"]");
  }

  @Test
  void escapesThatJsonDoesNotHaveStandForThemselves() {
    assertThat(Told.of("['\\d+ \\(x\\) \\u12g \\u', 'it\\'s']"))
        .endsWith("End [\"\\\\d+ \\\\(x\\\\) \\\\u12g \\\\u\",\"it's\"]");
  }

  @Test
  void scannerThatFailedTakesNoMoreText() {
    var scanner = new FieldScanner(_ -> {});
    assertThatThrownBy(() -> scanner.accept("[1 2]")).isInstanceOf(FieldException.class);

    assertThatThrownBy(() -> scanner.accept("]"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scanner takes no text any more: it has failed");
  }

  @Test
  void scannerEndsOnce() {
    var events = new ArrayList<FieldEvent>();
    var scanner = new FieldScanner(events::add);
    scanner.end();

    assertThatThrownBy(scanner::end)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("scanner has ended already");
    assertThatThrownBy(() -> scanner.accept("{}"))
        .hasMessage("scanner takes no text any more: it has ended");
    assertThat(Told.of(events)).isEqualTo("End without value");
  }

  @Test
  void endIsToldAlsoWhenItFindsAFailure() {
    var events = new ArrayList<FieldEvent>();
    var scanner = new FieldScanner(events::add);
    scanner.accept("{/* {\"a\": 1 2}");

    assertThatThrownBy(scanner::end).isInstanceOf(FieldException.Malformed.class);

    assertThat(Told.of(events)).isEqualTo("✓a 1, End cut off {\"a\":1}");
  }
}
