package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncDispatcherTest {

  record Ask(int n) implements Event {}

  record Answered(int n) implements Event {}

  record Noted(int n) implements Event {}

  @ParameterizedTest
  @EnumSource
  void drainCoversRunningAgentsAndTheirFollowUps(Execution execution) throws Exception {
    var router = new Router();
    var noted = new LongAdder();
    router.on(
        Ask.class, "a", (ask, _) -> List.of(new Answered(ask.n())), o -> o.execution(execution));
    router.on(
        Answered.class, "b", (ask, _) -> List.of(new Noted(ask.n())), o -> o.execution(execution));
    router.listen(Noted.class, "c", _ -> noted.increment(), o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++) {
          dispatcher.dispatch(new Ask(i));
        }
        var report = dispatcher.awaitDrained(ofSeconds(10));
        assertThat(report.drained()).isTrue();
        assertThat(noted.sum()).isEqualTo((round + 1) * 100L);
        assertThat(report.handled()).isEqualTo((round + 1) * 300L);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneQuestionHasOneAnswer(Execution execution) throws Exception {
    var router = new Router();
    router.on(
        Ask.class, "a", (ask, _) -> List.of(new Answered(ask.n())), o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 1000; i++) {
        assertThat(dispatcher.ask(new Ask(i), Answered.class).get(ofSeconds(5)).n()).isEqualTo(i);
      }
      assertThat(dispatcher.awaitDrained(ofSeconds(5)).drained()).isTrue();
      assertThat(dispatcher.runs()).isEmpty();
    }
  }

  @Test
  void anEmptyDispatcherIsDrainedAtOnce() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(new Router())) {
      assertThat(dispatcher.awaitDrained(ofSeconds(1)).drained()).isTrue();
    }
  }
}
