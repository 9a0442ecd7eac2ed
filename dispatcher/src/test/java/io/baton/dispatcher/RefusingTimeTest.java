package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.baton.agents.Agent;
import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
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
}
