package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.DeadLetter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void aRouteWithoutAnAgentIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> router.on(Ask.class, "cook", null))
        .withMessage("the agent of route cook must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> router.onAsync(Ask.class, "cook", null))
        .withMessage("the agent of route cook must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> router.onBatch(Ask.class, "cook", 2, ofMillis(1), null))
        .withMessage("agent must not be null");
    assertThatNullPointerException()
        .isThrownBy(() -> router.listen(Ask.class, "cook", null))
        .withMessage("sink must not be null");
    assertThat(router.routes()).isEmpty();
  }

  static List<UnaryOperator<RouteOptions<Ask>>> optionsOfNull() {
    return List.of(
        _ -> null,
        o -> o.when(null),
        o -> o.ordered(null),
        o -> o.key(null),
        o -> o.execution(null),
        o -> o.mailbox(1, null),
        o -> o.retry(null),
        o -> o.recover(null),
        o -> o.circuitBreaker(null),
        o -> o.retry(Retry.attempts(2).when(null)),
        o -> o.circuitBreaker(CircuitBreaker.opensAfter(1, 2).when(null)));
  }

  @ParameterizedTest
  @MethodSource("optionsOfNull")
  void aRouteWithANullAmongItsOptionsIsRefused(UnaryOperator<RouteOptions<Ask>> options) {
    assertThatNullPointerException()
        .isThrownBy(() -> router.listen(Ask.class, "cook", _ -> {}, options))
        .withMessageContaining(" must not ");
    assertThat(router.routes()).isEmpty();
  }

  static List<UnaryOperator<AsyncDispatcher.Builder>> buildersOfNull() {
    return List.of(
        b -> b.waitStrategy(null),
        b -> b.unrouted(null),
        b -> b.tracer(null),
        b -> b.time(null),
        b -> b.ids(null),
        b -> b.random(null));
  }

  @ParameterizedTest
  @MethodSource("buildersOfNull")
  void aDispatcherWithANullAmongItsOptionsIsRefused(
      UnaryOperator<AsyncDispatcher.Builder> options) {
    var builder = AsyncDispatcher.builder(router);

    assertThatNullPointerException()
        .isThrownBy(() -> options.apply(builder))
        .withMessageContaining(" must not be null");
  }

  @Test
  void aDispatcherWithoutARouterIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> AsyncDispatcher.start(null))
        .withMessage("router must not be null");
  }
}
