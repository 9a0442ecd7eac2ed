package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Ask;
import io.baton.events.CorrelationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
}
