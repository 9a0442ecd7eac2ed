package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FieldPathTest {
  private static final FieldPath TITLE = FieldPath.root().child("items").child(0).child("title");

  @Test
  void textFormHasDotsAndBrackets() {
    assertThat(TITLE).hasToString("items[0].title");
    assertThat(FieldPath.root()).hasToString("");
    assertThat(FieldPath.root().child(3).child("a")).hasToString("[3].a");
  }

  @Test
  void keyThatIsNoPlainWordIsQuoted() {
    FieldPath a = FieldPath.root().child("a");

    assertThat(FieldPath.root().child("a.b")).hasToString("[\"a.b\"]");
    assertThat(a.child("")).hasToString("a[\"\"]");
    assertThat(a.child("*")).hasToString("a[\"*\"]");
    assertThat(a.child("say \"hi\" \\ \n").child("b-c"))
        .hasToString("a[\"say \\\"hi\\\" \\\\ \\u000a\"].b-c");
    assertThat(a.child("naïve_1")).hasToString("a.naïve_1");
  }

  @Test
  void textFormOfAnyPathIsReadBack() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 2_000; i++) {
      FieldPath path = FieldPath.root();
      for (int depth = random.nextInt(5); depth > 0; depth--) {
        path = random.nextBoolean() ? path.child(random.nextInt(99)) : path.child(key(random));
      }

      FieldPath read = FieldPath.parse(path.toString());

      assertThat(read).isEqualTo(path).hasSameHashCodeAs(path).hasToString(path.toString());
      assertThat(read.segments()).isEqualTo(path.segments()).hasSize(path.depth());
    }
  }

  private static String key(SplittableRandom random) {
    String characters = "ab1_. []\"'\\*\n\u007f中-";
    var key = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      key.append(characters.charAt(random.nextInt(characters.length())));
    }
    return key.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".a",
        "a.",
        "a..b",
        "a[",
        "a[]",
        "a[x]",
        "a[-1]",
        "a[1",
        "a]",
        "[\"a]",
        "a b",
        "a[\"b\"]c",
        "a[1]b",
        "[9999999999]",
        "[\"\\u00g0\"]"
      })
  void textThatIsNoPathIsRefused(String text) {
    assertThatThrownBy(() -> FieldPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("path \"" + text + "\" must have ");
  }

  @Test
  void onlyPatternsHaveWildcards() {
    assertThatThrownBy(() -> FieldPath.parse("items[*].title"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path \"items[*].title\" must have no wildcard, which only a pattern may");
    assertThatThrownBy(() -> FieldPath.root().child(-1))
        .hasMessage("index must be at least 0, but is -1");
  }

  @Test
  void pathsKnowWhatIsInsideThem() {
    FieldPath items = FieldPath.root().child("items");

    assertThat(items.contains(TITLE)).isTrue();
    assertThat(items.contains(items)).isTrue();
    assertThat(FieldPath.root().contains(TITLE)).isTrue();
    assertThat(TITLE.contains(items)).isFalse();
    assertThat(items.child(1).contains(TITLE)).isFalse();
    assertThat(TITLE.parent()).contains(items.child(0));
    assertThat(TITLE.last()).contains(new FieldPath.Key("title"));
    assertThat(FieldPath.root().parent()).isEmpty();
  }

  @Test
  void patternMatchesPathsOfItsForm() {
    var titles = FieldPattern.parse("items[*].title");

    assertThat(titles.matches(TITLE)).isTrue();
    assertThat(titles.matches(FieldPath.parse("items[7].title"))).isTrue();
    assertThat(titles.matches(FieldPath.parse("items[7].name"))).isFalse();
    assertThat(titles.matches(FieldPath.parse("items[7]"))).isFalse();
    assertThat(titles.matches(FieldPath.parse("items.x.title"))).isFalse();
    assertThat(FieldPattern.parse("prices.*").matches(FieldPath.parse("prices.tea"))).isTrue();
    assertThat(FieldPattern.parse("prices.*").matches(FieldPath.parse("prices[0]"))).isFalse();
    assertThat(FieldPattern.parse("*[*][\"a.b\"].c[0]")).hasToString("*[*][\"a.b\"].c[0]");
  }

  @Test
  void patternSaysWhatAValueLacks() {
    var json =
        "{\"items\": [{\"title\": \"a\"}, {}, null, {\"title\": null}], \"none\": [], \"n\": 1}";

    assertThat(missing("items[*].title", json)).isEqualTo("[items[1].title, items[2].title]");
    assertThat(missing("items[4]", json)).isEqualTo("[items[4]]");
    assertThat(missing("none[*].title", json)).isEqualTo("[]");
    assertThat(missing("what.ever", json)).isEqualTo("[what]");
    assertThat(missing("n[*]", json)).isEqualTo("[n]");
    assertThat(missing("*", json)).isEqualTo("[]");
    assertThat(missing("", json)).isEqualTo("[]");
  }

  private static String missing(String pattern, String json) {
    return FieldPattern.parse(pattern).missingIn(JsonMapper.shared().readTree(json)).toString();
  }
}
