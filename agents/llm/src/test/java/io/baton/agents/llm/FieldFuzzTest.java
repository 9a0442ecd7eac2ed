package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are no JSON, nearly JSON, or meant to be slow. {@code baton.seed} repeats a round. */
class FieldFuzzTest {
  private static final int TEXTS = 2_000;
  private static final String ODD = "{}[]:,\"'\\/*-+.eE0159tfnu \n\t\u0000\ud83d\ude00x$_";

  @RepeatedTest(5)
  void changedJsonIsToldOrRefusedTheSameHoweverItIsCut(RepetitionInfo info) {
    long seed = Long.getLong("baton.seed", System.nanoTime() * 31 + info.getCurrentRepetition());
    System.out.println("FieldFuzzTest: -Dbaton.seed=" + seed);
    var random = new SplittableRandom(seed);
    var limits = FieldLimits.defaults().depth(5).stringLength(20).numberLength(30).textLength(400);

    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (int i = 0; i < TEXTS; i++) {
            String text = changed(RandomJson.of(random, random.nextBoolean()), random);
            Scan whole = Scan.of(limits, List.of(text));
            Scan cut = Scan.of(limits, RandomJson.cut(text, random));

            assertThat(cut.joined()).as("seed %s, %s", seed, text).isEqualTo(whole.joined());
            assertThat(cut.events())
                .as("seed %s, %s", seed, text)
                .filteredOn(FieldEvent.End.class::isInstance)
                .containsExactly(cut.events().getLast());
          }
        });
  }

  private static String changed(String json, SplittableRandom random) {
    var text = new StringBuilder(json);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + 1 + random.nextInt(6));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
        case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
        case 3 -> text.replace(at, end, "" + ODD.charAt(random.nextInt(ODD.length())));
        default -> text.setLength(random.nextInt(5) == 0 ? at : text.length());
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{", "{{[", "[{", "{/*", "{//", "/*{", "{\"", "{'", "{'\"", "{\"'", "{\"\\", "{a", "{a:",
        "{a:x", "[t", "[tru", "[-", "[1.", "{\"a\":", "[\n", "{ ", "{\n//", "[/**/", "{/**/a"
      })
  void hostileTextTakesLinearTime(String part) {
    String text = part.repeat(1_000_000 / part.length());

    assertTimeoutPreemptively(
        Duration.ofSeconds(60), // by squares, it would take hours
        () -> {
          var cut = Scan.of(RandomJson.cut(text, new SplittableRandom(1)));
          assertThat(cut.events()).last().isInstanceOf(FieldEvent.End.class);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[[],", "{a:{},b:"})
  void deepTextIsRefusedAndNotFollowedByTheStack(String part) {
    String text = part.repeat(1_000_000);

    Scan scan = Scan.of(List.of(text));

    assertThat(scan.failure()).hasValueSatisfying(f -> assertThat(f).endsWith("reaches 501"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"word ", "{}, ", "\\n", "\\u4e2d", "{\\\"a\\\": ", "中"})
  void longTextInSmallFragmentsTakesLinearTime(String part) {
    String text = "{\"a\": \"" + part.repeat(1_000_000 / part.length()) + "\"}";

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          var scanner = new FieldScanner(_ -> {});
          for (int at = 0; at < text.length(); at += 4) {
            scanner.accept(text.substring(at, Math.min(text.length(), at + 4)));
          }
          assertThat(scanner.isClosed()).isTrue();
        });
  }
}
