package io.baton.events.json;

import static io.baton.events.json.Codecs.assertSurvives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.events.Event;
import io.baton.events.RunCancelled;
import io.baton.events.json.EventCodecException.UnknownType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventCodecRegistryTest {

  record Ask(String mood) implements Event {}

  record AskTwo(String mood, int people) implements Event {}

  record Box<T>(T content) implements Event {}

  record Pair<A>(A first) {}

  record HasPair(Pair<String> pair) implements Event {}

  record HasObject(Object any) implements Event {}

  @SuppressWarnings("ArrayRecordComponent") // what the codec has to refuse
  record HasArray(byte[] bytes) implements Event {}

  @SuppressWarnings("rawtypes") // what the codec has to refuse
  record HasRaw(List list) implements Event {}

  record HasTwice(Optional<Optional<String>> twice) implements Event {}

  @SuppressWarnings("NullableOptional") // what the codec has to refuse
  record HasBoth(@Nullable Optional<String> both) implements Event {}

  record HasOddKey(Map<Ask, String> map) implements Event {}

  interface Open extends Event {}

  enum Signal implements Event {
    GO
  }

  @Test
  void nameAndVersionOfOnesOwnAreWritten() {
    var codec =
        EventCodec.builder().register("ask", 1, Ask.class).register("ask", 2, AskTwo.class).build();

    assertSurvives(codec, new Ask("rainy"));
    assertSurvives(codec, new AskTwo("rainy", 2));
    assertThat(codec.encodeEvent(new AskTwo("rainy", 2)))
        .startsWith("{\"type\":\"ask\",\"typeversion\":2,");
  }

  @Test
  void localRecordHasItsSimpleName() {
    record Here() implements Event {}
    var codec = EventCodec.builder().register(Here.class).build();

    assertThat(codec.encodeEvent(new Here())).startsWith("{\"type\":\"Here\"");
  }

  @Test
  void builtCodecIsFrozen() {
    var builder = EventCodec.builder();
    var codec = builder.build();
    builder.register(Ask.class);

    assertThatExceptionOfType(UnknownType.class)
        .isThrownBy(() -> codec.encodeEvent(new Ask("rainy")));
  }

  @Test
  void duplicatesAreRefused() {
    String ask = Ask.class.getName();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register("a", 1, Ask.class).register(Ask.class))
        .withMessage(ask + " is registered already, as \"a\" of version 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> EventCodec.builder().register("a", 1, Ask.class).register("a", 1, AskTwo.class))
        .withMessage(
            "\"a\" of version 1 is the name of %s already, and cannot be that of %s",
            ask, AskTwo.class.getName());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register(RunCancelled.class))
        .withMessageContaining("as \"baton.RunCancelled\" of version 1");
  }

  @Test
  void badNamesAndVersionsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register("baton.Ask", 1, Ask.class))
        .withMessage("names that start with \"baton.\" are reserved, but one is \"baton.Ask\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register(" ", 1, Ask.class))
        .withMessageContaining("must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register("ask", 0, Ask.class))
        .withMessage("the version of \"ask\" must be at least 1, but is 0");
  }

  @Test
  void onlyPlainRecordsAreRegistered() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register(Signal.class))
        .withMessageContaining("must be a record");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register(Open.class))
        .withMessageContaining("must be a record");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register(Box.class))
        .withMessageContaining("must not have type parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().registerAll(Open.class))
        .withMessageContaining("must be a record or a sealed interface of records");
  }

  @Test
  void componentThatCannotBeWrittenIsRefusedWhenBuilt() {
    assertRefused(HasPair.class, "which has type parameters");
    assertRefused(HasObject.class, "which is not one of the types that a codec knows");
    assertRefused(HasArray.class, "which is not one of the types that a codec knows");
    assertRefused(HasRaw.class, "must have type arguments");
    assertRefused(HasTwice.class, "which has two ways to be absent");
    assertRefused(HasBoth.class, "which has two ways to be absent");
    assertRefused(HasOddKey.class, "which has no text form, which a map's key needs");
  }

  @Test
  void typeThatIsKnownCannotBeTaughtAgain() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().text(UUID.class, UUID::toString, UUID::fromString))
        .withMessage("java.util.UUID is known already");
  }

  private static void assertRefused(Class<? extends Event> type, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventCodec.builder().register(type).build())
        .withMessageStartingWith("component ")
        .withMessageContaining("of " + type.getName())
        .withMessageContaining(why);
  }
}
