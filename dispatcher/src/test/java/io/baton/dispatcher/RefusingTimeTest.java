package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.baton.agents.Agent;
import io.baton.agents.Join;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A clock of the user's that has no timers: nobody waits for ever for what it refused. */
@Timeout(60)
class RefusingTimeTest {

  private final Router router = new Router();

  @Test
  void aRunWhoseDeadlineWasRefusedLeavesItsCorrelationFree() throws Exception {
    router.listen(Ask.class, "sink", _ -> {});
    var id = new CorrelationId(1, 2);
    try (var dispatcher = AsyncDispatcher.builder(router).time(new RefusingTime()).start()) {
      assertThatIllegalStateException()
          .isThrownBy(
              () -> dispatcher.run(new Ask(1), o -> o.correlationId(id).within(ofSeconds(1))))
          .withMessage("no timers today");

      assertThat(dispatcher.runs()).isEmpty();
      assertThat(
              dispatcher.run(new Ask(2), o -> o.correlationId(id)).await(ofSeconds(20)).outcome())
          .isEqualTo(RunOutcome.COMPLETED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "INLINE"})
  void aDelayedEventThatWasRefusedKeepsNeitherItsRunNorADrain(Execution execution)
      throws Exception {
    Agent<Ask> later =
        (_, context) -> {
          context.emitLater(new Tick(1), ofMillis(1));
          return List.of();
        };
    router.on(Ask.class, "later", later, o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.builder(router).time(new RefusingTime()).start()) {
      assertThat(dispatcher.run(new Ask(1)).await(ofSeconds(20)).outcome())
          .isEqualTo(RunOutcome.COMPLETED);
      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
      assertThat(dispatcher.deadLetters().size()).isZero();
    }
  }

  @Test
  void aJoinWhoseLimitWasRefusedIsStillCompletedByItsParts() throws Exception {
    router.on(
        "join",
        Join.of(Left.class, Right.class)
            .within(ofSeconds(1))
            .into((left, right) -> new Both(left.n(), right.n())));
    router.on(Ask.class, "left", (ask, _) -> List.of(new Left(ask.n())));
    router.on(Ask.class, "right", (ask, _) -> List.of(new Right(ask.n())));
    try (var dispatcher = AsyncDispatcher.builder(router).time(new RefusingTime()).start()) {
      for (int i = 0; i < 3; i++) {
        assertThat(dispatcher.ask(new Ask(i), Both.class).get(ofSeconds(20)))
            .isEqualTo(new Both(i, i));
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
    }
  }
}
