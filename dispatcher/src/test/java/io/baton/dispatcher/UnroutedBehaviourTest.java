package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.baton.agents.RunOutcome;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.Unrouted;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnroutedBehaviourTest {

  record Ask(int n) implements Event {}

  record Nobody(int n) implements Event {}

  record NobodyElse() implements Event {}

  private final Router router = new Router();

  @ParameterizedTest
  @EnumSource
  void whateverThePolicyAnUnroutedEventIsCountedAndTold(UnroutedPolicy policy) throws Exception {
    var told = new ConcurrentLinkedQueue<Envelope>();
    router.listen(Unrouted.class, "lost", unrouted -> told.add(unrouted.envelope()));
    try (var dispatcher = AsyncDispatcher.builder(router).unrouted(policy).start()) {
      dispatcher.dispatch(new Nobody(1));
      var report = dispatcher.awaitDrained(ofSeconds(10));

      assertThat(report.drained()).isTrue();
      assertThat(report.unrouted()).isEqualTo(1);
      assertThat(told).extracting(Envelope::event).containsExactly(new Nobody(1));
      assertThat(report.dead()).isEqualTo(policy == UnroutedPolicy.DEAD_LETTER ? 1 : 0);
    }
  }

  @Test
  void warnSaysItOncePerTypeAndIgnoreNever() throws Exception {
    try (var log = new CapturedLog(Level.WARN)) {
      dispatchAll(UnroutedPolicy.WARN, "warning");
      dispatchAll(UnroutedPolicy.IGNORE, "ignoring");

      assertThat(log.lines("unrouted"))
          .containsExactly(
              "WARN unrouted event: dispatcher=warning type=" + Nobody.class.getName(),
              "WARN unrouted event: dispatcher=warning type=" + NobodyElse.class.getName());
    }
  }

  private static void dispatchAll(UnroutedPolicy policy, String name) throws Exception {
    var builder = AsyncDispatcher.builder(new Router()).unrouted(policy).name(name);
    try (var dispatcher = builder.start()) {
      dispatcher.dispatch(new Nobody(1));
      dispatcher.dispatch(new Nobody(2));
      dispatcher.dispatch(new NobodyElse());
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).unrouted()).isEqualTo(3);
    }
  }

  @Test
  void aDeadLetterOfAnUnroutedEventNamesNoAgent() throws Exception {
    router.on(Ask.class, "asker", (ask, _) -> List.of(new Nobody(ask.n())));
    var builder = AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.DEAD_LETTER);
    try (var dispatcher = builder.start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.awaitDrained(ofSeconds(10));

      var letter = dispatcher.deadLetters().list().getFirst();
      assertThat(letter.agent()).isEqualTo("unrouted");
      assertThat(letter.attempts()).isZero();
      assertThat(letter.cause().message()).isEqualTo("no route takes it");
      assertThat(letter.path()).containsExactly("asker");
      assertThat(letter.envelope().event()).isEqualTo(new Nobody(1));
      assertThat(dispatcher.deadLetters().redispatch(letter)).isFalse();
      assertThat(dispatcher.deadLetters().remove(letter)).isTrue();
      assertThat(dispatcher.deadLetters().size()).isZero();
    }
  }

  @Test
  void failRunFailsTheRunAndLeavesOthersAlone() throws Exception {
    router.on(
        Ask.class, "asker", (ask, _) -> ask.n() == 0 ? List.of(new Nobody(0)) : List.of());
    var builder = AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.FAIL_RUN);
    try (var dispatcher = builder.start()) {
      var failing = dispatcher.run(new Ask(0)).await(ofSeconds(10));
      var other = dispatcher.run(new Ask(1)).await(ofSeconds(10));

      assertThat(failing.outcome()).isEqualTo(RunOutcome.FAILED);
      assertThat(failing.reason()).contains("no route takes Nobody");
      assertThat(other.outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).drained()).isTrue();
    }
  }

  @Test
  void anEventThatACallerAskedForIsNotUnrouted() throws Exception {
    router.on(Ask.class, "asker", (ask, _) -> List.of(new Nobody(ask.n())));
    var builder = AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.FAIL_RUN);
    try (var dispatcher = builder.start()) {
      assertThat(dispatcher.ask(new Ask(7), Nobody.class).get(ofSeconds(10))).isEqualTo(new Nobody(7));
      assertThat(dispatcher.awaitDrained(ofSeconds(10)).unrouted()).isZero();
    }
  }
}
