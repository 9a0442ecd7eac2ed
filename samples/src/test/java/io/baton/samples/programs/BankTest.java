package io.baton.samples.programs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Recovery;
import io.baton.dispatcher.Retry;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Payments that fail now and then, or for good, with a policy that two routes share. */
class BankTest {

  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private final Queue<Event> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> buried = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);

  @Test
  void chargeIsTriedAgainUntilTheLineIsUp() throws Exception {
    failures.set(3); // of both routes together
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Charge("x", 100));
      DrainReport report = drain(dispatcher);

      assertThat(report.failed()).isZero();
      assertThat(calls).hasSize(5);
      assertThat(calls.stream().map(call -> call.split(" ", -1)[0]).distinct())
          .as("each route has one key for all its attempts")
          .hasSize(2);
      assertThat(answers).containsExactly(new Charged("x"), new Charged("x"));
    }
  }

  @Test
  void chargeWithoutFundsIsPutOffByOneRouteAndBuriedByTheOther() throws Exception {
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Charge("x", -1));
      DrainReport report = drain(dispatcher);

      assertThat(answers).containsExactly(new Later("x"));
      assertThat(buried).containsExactly("bank2 gave up on Charge[account=x, cents=-1]: no funds");
      assertThat(report.failed()).isEqualTo(1);
    }
  }

  @Test
  void whatWasGivenUpIsRedispatchedWhenTheLineIsUpAgain() throws Exception {
    failures.set(8);
    try (var dispatcher = start()) {
      dispatcher.dispatch(new Charge("x", 100));
      assertThat(drain(dispatcher).dead()).isEqualTo(2);
      assertThat(calls).hasSize(8);

      for (var letter : dispatcher.deadLetters().list()) {
        assertThat(letter.attempts()).isEqualTo(4);
        if (letter.envelope().event() instanceof Charge) {
          dispatcher.deadLetters().redispatch(letter);
        }
      }
      assertThat(drain(dispatcher).dead()).isZero();
      assertThat(answers).containsExactly(new Charged("x"), new Charged("x"));
    }
  }

  private AsyncDispatcher start() {
    return AsyncDispatcher.builder(router()).time(time).start();
  }

  /** Lets the waits between the attempts pass. */
  private DrainReport drain(AsyncDispatcher dispatcher) throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      assertThat(dispatcher.awaitIdle(ofSeconds(10))).isTrue();
      time.advance(ofSeconds(1));
    }
    DrainReport report = dispatcher.awaitDrained(ofSeconds(10));
    assertThat(report.drained()).isTrue();
    return report;
  }

  private Router router() {
    var router = new Router();
    router.on(
        Charge.class,
        "bank",
        this::charge,
        o ->
            patient(o)
                .recover((charge, cause, _) ->
                    cause instanceof NoFunds
                        ? new Recovery.Replace(List.of(new Later(charge.account())))
                        : new Recovery.Bury()));
    router.on(Charge.class, "bank2", this::charge, BankTest::patient);
    router.listen(
        DeadLetter.class,
        "undertaker",
        letter ->
            buried.add(
                letter.agent()
                    + " gave up on "
                    + letter.envelope().event()
                    + ": "
                    + letter.cause().message()));
    router.listen(Charged.class, "charged", answers::add);
    router.listen(Later.class, "later", answers::add);
    return router;
  }

  private static <E extends Event> RouteOptions<E> patient(RouteOptions<E> options) {
    return options
        .timeout(ofSeconds(5))
        .retry(
            Retry.attempts(4)
                .backoff(ofMillis(100), ofSeconds(10))
                .when(e -> e instanceof IOException && !(e instanceof NoFunds)));
  }

  private List<Charged> charge(Charge charge, AgentContext context) throws IOException {
    if (charge.cents() < 0) {
      throw new NoFunds();
    }
    calls.add(context.idempotencyKey() + " attempt " + context.attempt());
    if (failures.getAndDecrement() > 0) {
      throw new IOException("no line");
    }
    return List.of(new Charged(charge.account()));
  }

  private record Charge(String account, int cents) implements Event {}

  private record Charged(String account) implements Event {}

  private record Later(String account) implements Event {}

  private static final class NoFunds extends IOException {
    private static final long serialVersionUID = 1;

    NoFunds() {
      super("no funds");
    }
  }
}
