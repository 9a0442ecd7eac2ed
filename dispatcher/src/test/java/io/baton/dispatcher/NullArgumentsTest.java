package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.DeadLetter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nulls that callers pass: refused where they are passed, and of no harm to anybody else. */
@Timeout(60)
@SuppressWarnings("NullAway") // the mistakes that the tests are about
class NullArgumentsTest {

  private final Router router = new Router();

  @Test
  void aQuestionForNoTypeIsRefused() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Reply(ask.n())));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThatNullPointerException()
          .isThrownBy(() -> dispatcher.ask(new Ask(1), null))
          .withMessage("type must not be null");
      assertThatNullPointerException()
          .isThrownBy(() -> dispatcher.askAll(new Ask(1), null))
          .withMessage("type must not be null");

      assertThat(dispatcher.runs()).isEmpty();
      assertThat(dispatcher.ask(new Ask(2), Reply.class).get(ofSeconds(20)).n()).isEqualTo(2);
    }
  }

  @Test
  void anAgentThatAsksForNoTypeHarmsOnlyItself() throws Exception {
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Reply(ask.n())));
    router.on(
        Tick.class,
        "asks",
        (tick, context) -> List.of(context.ask(new Ask(tick.n()), null).get(ofSeconds(20))));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Tick(1));

      assertThat(dispatcher.awaitDrained(ofSeconds(20)).drained()).isTrue();
      assertThat(dispatcher.deadLetters().list())
          .singleElement()
          .extracting(DeadLetter::agent)
          .isEqualTo("asks");
      assertThat(dispatcher.ask(new Ask(2), Reply.class).get(ofSeconds(20)).n()).isEqualTo(2);
    }
  }

  @Test
  void aCloseWithoutATimeLimitIsRefusedAndTheDispatcherCanBeClosed() {
    var dispatcher = AsyncDispatcher.start(router);

    assertThatNullPointerException()
        .isThrownBy(() -> dispatcher.close(null))
        .withMessage("timeout must not be null");

    assertThat(dispatcher.close(ofSeconds(20)).drained()).isTrue();
  }
}
