package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The laws of the field stream, over random values that are cut at random. Every run has seeds of
 * its own; {@code baton.seed} repeats one.
 */
class FieldLawsTest {
  private static final int ROUNDS = 2_000;
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private long seed;
  private SplittableRandom random = new SplittableRandom();

  @BeforeEach
  void seed(TestInfo info) {
    seed = Long.getLong("baton.seed", System.nanoTime());
    System.out.println("FieldLawsTest." + info.getDisplayName() + ": -Dbaton.seed=" + seed);
    random = new SplittableRandom(seed);
  }

  @Test
  void piecesOfATextJoinedAreItsValue() {
    for (int i = 0; i < ROUNDS; i++) {
      Scan scan = scan(RandomJson.of(random, random.nextBoolean()));

      Map<FieldPath, String> texts = new HashMap<>();
      for (FieldEvent event : scan.events()) {
        switch (event) {
          case FieldEvent.Delta(var path, var text) -> texts.merge(path, text, String::concat);
          case FieldEvent.Done(var path, var value) when value.isString() ->
              assertThat(Objects.requireNonNullElse(texts.remove(path), ""))
                  .as("seed %s", seed)
                  .isEqualTo(value.asString());
          case FieldEvent.Done _, FieldEvent.Reset _, FieldEvent.End _ -> {}
        }
      }
      assertThat(texts).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void everyPathIsDoneOnceAndAfterWhatIsInsideIt() {
    for (int i = 0; i < ROUNDS; i++) {
      Scan scan = scan(RandomJson.of(random, random.nextBoolean()));

      var done = new HashMap<FieldPath, JsonNode>();
      for (FieldEvent event : scan.events()) {
        FieldPath path = Objects.requireNonNullElse(Scan.pathOf(event), FieldPath.root());
        if (event instanceof FieldEvent.Reset) {
          assertThat(done).as("seed %s", seed).containsKey(path);
          done.keySet().removeIf(path::contains);
        } else if (!(event instanceof FieldEvent.End)) {
          assertThat(done.keySet()).as("seed %s", seed).noneMatch(d -> d.contains(path));
        }
        if (event instanceof FieldEvent.Done(_, var value)) {
          done.put(path, value);
        }
      }
      assertThat(done).as("seed %s", seed).isEqualTo(paths(scan.end().tree()));
    }
  }

  /** Every value in a tree. */
  private static Map<FieldPath, JsonNode> paths(JsonNode tree) {
    var paths = new HashMap<FieldPath, JsonNode>();
    var open = new ArrayList<Map.Entry<FieldPath, JsonNode>>();
    open.add(Map.entry(FieldPath.root(), tree));
    while (!open.isEmpty()) {
      var entry = open.removeLast();
      FieldPath path = entry.getKey();
      JsonNode node = entry.getValue();
      paths.put(path, node);
      for (int at = 0; at < (node.isArray() ? node.size() : 0); at++) {
        open.add(Map.entry(path.child(at), node.get(at)));
      }
      node.propertyStream().forEach(p -> open.add(Map.entry(path.child(p.getKey()), p.getValue())));
    }
    return paths;
  }

  @Test
  void valueIsDoneInTheFragmentOfItsLastCharacter() {
    for (int i = 0; i < ROUNDS / 10; i++) {
      String text = RandomJson.of(random, random.nextBoolean());
      var events = new ArrayList<FieldEvent>();
      var scanner = new FieldScanner(events::add);

      for (int at = 0; at < text.length(); at++) {
        events.clear();
        scanner.accept(text.substring(at, at + 1));

        char c = text.charAt(at);
        for (FieldEvent event : events) {
          if (event instanceof FieldEvent.Done(_, var value)) {
            assertThat(lastCharacters(value)).as("seed %s, %s", seed, value).contains("" + c);
          }
        }
      }
      assertThat(scanner.isClosed()).as("seed %s", seed).isTrue();
    }
  }

  private static String lastCharacters(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "}";
      case ARRAY -> "]";
      case STRING -> "\"";
      case NULL -> "l";
      case BOOLEAN -> "e";
      default -> ",]} \n\r\t"; // what says that a number does not go on
    };
  }

  @Test
  void onlyTextsHavePieces() {
    for (int i = 0; i < ROUNDS; i++) {
      Scan scan = scan(RandomJson.of(random, random.nextBoolean()));

      Map<FieldPath, Boolean> pieces = new HashMap<>();
      for (FieldEvent event : scan.events()) {
        if (event instanceof FieldEvent.Delta(var path, var text)) {
          pieces.put(path, true);
          assertThat(text).as("seed %s", seed).isNotEmpty();
          assertThat(isWellFormed(text)).as("seed %s, %s", seed, text).isTrue();
        } else if (event instanceof FieldEvent.Done(var path, var value)
            && pieces.remove(path) != null) {
          assertThat(value.isString()).as("seed %s", seed).isTrue();
        }
      }
    }
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  @Test
  void cutsOnlyChangeHowPiecesAreSplit() {
    for (int i = 0; i < ROUNDS; i++) {
      String text = prose() + RandomJson.of(random, random.nextBoolean()) + prose();
      if (random.nextInt(4) == 0) {
        text = text.substring(0, random.nextInt(text.length() + 1));
      }

      Scan whole = Scan.of(List.of(text));
      Scan cut = scan(text);

      assertThat(cut.joined()).as("seed %s, %s", seed, text).isEqualTo(whole.joined());
    }
  }

  private String prose() {
    String[] words = {
      "so ", "{x} ", "{ ", "[see ", "] ", "```json\n", "{\"", "\" ", "{'", "//", "/* ", "{a: ", "\n"
    };
    var prose = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      prose.append(words[random.nextInt(words.length)]);
    }
    return prose.toString();
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue())
        : one.equals(other) ? 0 : 1;
  }

  @Test
  void treeIsTheOneOfJackson() {
    for (int i = 0; i < ROUNDS; i++) {
      String text = RandomJson.of(random, random.nextBoolean());

      var end = scan(text).end();

      assertThat(end.truncated()).as("seed %s", seed).isFalse();
      assertThat(EXACT.readTree(text).equals(FieldLawsTest::compare, end.tree()))
          .as("seed %s, %s, but is %s", seed, text, end.tree())
          .isTrue();
    }
  }

  private Scan scan(String text) {
    return Scan.of(RandomJson.cut(text, random));
  }
}
