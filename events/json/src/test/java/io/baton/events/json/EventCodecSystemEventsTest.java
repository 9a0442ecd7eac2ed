package io.baton.events.json;

import static io.baton.events.json.Codecs.CODEC;
import static io.baton.events.json.Codecs.assertSurvives;
import static io.baton.events.json.Codecs.envelope;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.DeadLetter;
import io.baton.events.Failure;
import io.baton.events.JoinTimedOut;
import io.baton.events.MemoryChanged;
import io.baton.events.RunCancelled;
import io.baton.events.SystemEvent;
import io.baton.events.TerminateEvent;
import io.baton.events.Unrouted;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecSystemEventsTest {

  private static final Failure FAILURE = Failure.of(new IllegalStateException("no soup"));
  private static final DeadLetter DEAD =
      new DeadLetter(envelope(new Order.Percent(3)), "cook", 2, FAILURE, List.of("a", "b"));

  static Stream<SystemEvent> samples() {
    return Stream.of(
        DEAD,
        new DeadLetter(envelope(DEAD), "undertaker", 0, FAILURE, List.of()),
        new Unrouted(envelope(new Order.Empty())),
        new Unrouted(envelope(new Unrouted(envelope(new TerminateEvent("end"))))),
        new TerminateEvent("done"),
        new JoinTimedOut("planner", List.of(new Order.Percent(1), DEAD), List.of("Film")),
        new RunCancelled(""),
        new MemoryChanged("count", 7, "cook"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void systemEventSurvives(SystemEvent event) {
    assertSurvives(CODEC, event);
  }

  @Test
  void samplesHaveEverySystemEvent() {
    Set<Class<?>> tried = samples().map(Object::getClass).collect(Collectors.toSet());

    assertThat(tried).containsExactlyInAnyOrder(SystemEvent.class.getPermittedSubclasses());
  }

  @Test
  void everySystemEventIsRegisteredFromTheStart() {
    var codec = EventCodec.builder().build();

    assertSurvives(codec, new Unrouted(envelope(new RunCancelled("why"))));
  }

  @Test
  void nestedEventsBearTheirTypeNames() {
    String json =
        CODEC.encodeEvent(new JoinTimedOut("j", List.of(new Order.Percent(1)), List.of()));

    assertThat(json)
        .isEqualTo(
            """
            {"type":"baton.JoinTimedOut","typeversion":1,"data":{"join":"j","parts":[\
            {"type":"Order.Percent","typeversion":1,"data":{"value":1}}],"missing":[]}}\
            """);
  }
}
