package io.baton.events.json;

import static io.baton.events.json.Codecs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.events.Event;
import io.baton.events.json.EventCodecException.LimitExceeded;
import io.baton.events.json.Order.Tree;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EventCodecLimitsTest {

  record Note(String text) implements Event {}

  record Count(BigInteger number) implements Event {}

  record Notes(Map<String, String> byName) implements Event {}

  record Forest(Tree tree) implements Event {}

  record Loose(Optional<String> any) implements Event {}

  @Test
  void textAtTheLimitPassesAndPastItIsRefusedBothWays() {
    var codec = codec(b -> b.maxStringLength(100_000));
    String fits = "x".repeat(100_000);

    assertThat(codec.decodeEvent(codec.encodeEvent(new Note(fits)))).isEqualTo(new Note(fits));
    assertExceeds(CodecLimit.STRING_LENGTH, 100_000, () -> codec.encodeEvent(new Note(fits + "x")));
    assertExceeds(CodecLimit.STRING_LENGTH, 100_000, () -> codec.decodeEvent(note(fits + "x")));
  }

  @Test
  void shortTextPastTheLimitIsRefusedToo() {
    var codec = codec(b -> b.maxStringLength(32));

    assertThat(codec.decodeEvent(note("x".repeat(32)))).isEqualTo(new Note("x".repeat(32)));
    assertExceeds(CodecLimit.STRING_LENGTH, 32, () -> codec.decodeEvent(note("x".repeat(33))));
  }

  @Test
  void nameIsBoundAsATextIs() {
    var codec = codec(b -> b.maxStringLength(60_000));
    var fits = new Notes(Map.of("x".repeat(60_000), ""));
    var tooLong = new Notes(Map.of("x".repeat(60_001), ""));

    assertThat(codec.decodeEvent(codec.encodeEvent(fits))).isEqualTo(fits);
    assertExceeds(CodecLimit.STRING_LENGTH, 60_000, () -> codec.encodeEvent(tooLong));
    String json = codec(b -> b).encodeEvent(tooLong);
    assertExceeds(CodecLimit.STRING_LENGTH, 60_000, () -> codec.decodeEvent(json));
  }

  @Test
  void numberAtTheLimitPassesAndPastItIsRefusedBothWays() {
    var codec = codec(b -> b.maxNumberLength(20));
    var fits = new Count(BigInteger.TEN.pow(19));
    var tooLong = new Count(BigInteger.TEN.pow(20));

    assertThat(codec.decodeEvent(codec.encodeEvent(fits))).isEqualTo(fits);
    assertExceeds(CodecLimit.NUMBER_LENGTH, 20, () -> codec.encodeEvent(tooLong));
    for (String number : List.of("1".repeat(21), "-" + "1".repeat(20), "1." + "1".repeat(30))) {
      assertExceeds(
          CodecLimit.NUMBER_LENGTH,
          20,
          () -> codec.decodeEvent(json("EventCodecLimitsTest.Count", number(number))));
    }
  }

  @Test
  void depthAtTheLimitPassesAndPastItIsRefusedBothWays() {
    var deep = codec(b -> b.maxDepth(10));
    var flat = codec(b -> b.maxDepth(9));
    Forest forest = forest(4);

    String json = deep.encodeEvent(forest);
    assertThat(deep.decodeEvent(json)).isEqualTo(forest);
    assertExceeds(CodecLimit.DEPTH, 9, () -> flat.encodeEvent(forest));
    assertExceeds(CodecLimit.DEPTH, 9, () -> flat.decodeEvent(json));
  }

  @Test
  void greatestDepthIsReachedWithoutOverflow() {
    var codec = codec(b -> b.maxDepth(1_000));
    Forest deep = forest(499);

    assertThat(codec.decodeEvent(codec.encodeEvent(deep))).isEqualTo(deep);
    assertExceeds(CodecLimit.DEPTH, 1_000, () -> codec.decodeEvent("[".repeat(1_000_000)));
  }

  @Test
  void depthIsBoundInIgnoredPropertiesToo() {
    var codec = codec(b -> b.ignoreUnknownProperties());
    String deep = "[".repeat(70) + "]".repeat(70);

    assertExceeds(
        CodecLimit.DEPTH,
        64,
        () -> codec.decodeEvent(json("EventCodecLimitsTest.Loose", "{\"x\":" + deep + "}")));
  }

  @Test
  void documentAtTheLimitPassesAndPastItIsRefusedBothWays() {
    var euros = new Note("€".repeat(20_000));
    String json = codec(b -> b).encodeEvent(euros);
    int size = json.getBytes(StandardCharsets.UTF_8).length;
    var wide = codec(b -> b.maxDocumentBytes(size));
    var narrow = codec(b -> b.maxDocumentBytes(size - 1));

    assertThat(wide.decodeEvent(wide.encodeEvent(euros))).isEqualTo(euros);
    assertExceeds(CodecLimit.DOCUMENT_SIZE, size - 1, () -> narrow.encodeEvent(euros));
    assertExceeds(CodecLimit.DOCUMENT_SIZE, size - 1, () -> narrow.decodeEvent(json));
    assertExceeds(
        CodecLimit.DOCUMENT_SIZE,
        size - 1,
        () -> narrow.decode(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void defaultsAreThoseDocumented() {
    var codec = codec(b -> b);

    assertExceeds(CodecLimit.DEPTH, 64, () -> codec.decodeEvent("[".repeat(65)));
    assertExceeds(
        CodecLimit.STRING_LENGTH, 1_000_000, () -> codec.decodeEvent(note("x".repeat(1_000_001))));
    assertExceeds(CodecLimit.NUMBER_LENGTH, 1_000, () -> codec.decodeEvent("1".repeat(1_001)));
    assertExceeds(
        CodecLimit.DOCUMENT_SIZE,
        8_388_608,
        () -> codec.decode(new byte[EventCodec.DEFAULT_MAX_DOCUMENT_BYTES + 1]));
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().maxDepth(0))
        .withMessage("maxDepth must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().maxDepth(1_001))
        .withMessage("maxDepth must be at most 1000, but is 1001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().maxStringLength(0))
        .withMessageStartingWith("maxStringLength");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().maxNumberLength(-1))
        .withMessageStartingWith("maxNumberLength");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().maxDocumentBytes(0))
        .withMessageStartingWith("maxDocumentBytes");
  }

  private static void assertExceeds(CodecLimit limit, int bound, ThrowingCallable call) {
    assertThatExceptionOfType(LimitExceeded.class)
        .isThrownBy(call)
        .withMessageStartingWith(limit.text() + " must be at most " + bound + ", but reaches ")
        .satisfies(e -> assertThat(e.limit()).isEqualTo(limit))
        .satisfies(e -> assertThat(e.bound()).isEqualTo(bound));
  }

  private static EventCodec codec(UnaryOperator<EventCodec.Builder> options) {
    var builder =
        EventCodec.builder()
            .register(Note.class, Count.class, Notes.class, Forest.class, Loose.class);
    return options.apply(builder).build();
  }

  /** A chain of trees: each adds an object and an array to the two objects around them. */
  private static Forest forest(int trees) {
    Tree tree = new Tree("", List.of());
    for (int i = 1; i < trees; i++) {
      tree = new Tree("", List.of(tree));
    }
    return new Forest(tree);
  }

  private static String note(String text) {
    return json("EventCodecLimitsTest.Note", "{\"text\":\"" + text + "\"}");
  }

  private static String number(String literal) {
    return "{\"number\":" + literal + "}";
  }
}
