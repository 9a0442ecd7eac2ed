package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class OrderTest {

  private static final int THREADS = 3;
  private static final int EVENTS = 2_000;

  private final Router router = new Router();

  static Stream<Arguments> ordered() {
    return Stream.of(
        Arguments.of("INLINE", inline()),
        Arguments.of("SERIAL on virtual threads", serial(Execution.VIRTUAL)),
        Arguments.of("SERIAL on the pool", serial(Execution.CPU)));
  }

  private static UnaryOperator<RouteOptions<Both>> inline() {
    return o -> o.execution(Execution.INLINE);
  }

  private static UnaryOperator<RouteOptions<Both>> serial(Execution execution) {
    return o -> o.ordered(Ordering.SERIAL).execution(execution);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ordered")
  void eventsOfOneThreadAndOfOneAnswerKeepTheirOrder(
      String name, UnaryOperator<RouteOptions<Both>> options) throws Exception {
    // confined to the route's agent, which the ordering promises to call one at a time
    var seen = new ArrayList<Both>();
    router.listen(Both.class, "seer", seen::add, options);
    router.on(
        Tick.class,
        "answering",
        (tick, _) -> IntStream.range(0, 10).mapToObj(i -> new Both(-1 - tick.n(), i)).toList());
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      Crew.together(
          THREADS,
          ofSeconds(20),
          thread -> {
            for (int i = 0; i < EVENTS; i++) {
              dispatcher.dispatch(new Both(thread, i));
              if (i % 20 == 0) {
                dispatcher.dispatch(new Tick(thread * EVENTS + i));
              }
            }
          });
      Crew.drain(dispatcher);
    }

    assertThat(seen).hasSize(THREADS * (EVENTS + EVENTS / 2));
    var byOrigin = seen.stream().collect(groupingBy(Both::left)).values();
    assertThat(byOrigin)
        .allSatisfy(events ->
            assertThat(events.stream().map(Both::right))
                .containsExactlyElementsOf(IntStream.range(0, events.size()).boxed().toList()));
  }

  @ParameterizedTest
  @EnumSource
  void whatOneDeliveryEmitsComesInOrderAndBeforeItsAnswer(Execution execution) throws Exception {
    var seen = new ArrayList<Integer>();
    router.listen(Reply.class, "seer", reply -> seen.add(reply.n()), o -> o.concurrency(1));
    router.on(
        Tick.class,
        "emitting",
        (_, context) -> {
          for (int i = 0; i < 99; i++) {
            context.emit(new Reply(i));
          }
          return List.of(new Reply(99));
        },
        o -> o.execution(execution));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Tick(1));
      Crew.drain(dispatcher);
    }

    assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void anAgentOnSeveralOfItsRoutesGetsAnEventOnceByTheMostSpecific() throws Exception {
    var names = new ArrayList<String>();
    var agent =
        new Agent<Act>() {
          @Override
          public List<Act> receive(Act event, AgentContext context) {
            names.add(context.agentName());
            return List.of();
          }
        };
    router.on(Act.class, "wide", agent, o -> o.execution(Execution.INLINE));
    router.on(Tick.class, "narrow", agent, o -> o.execution(Execution.INLINE));
    router.on(Tick.class, "later", agent, o -> o.execution(Execution.INLINE));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Tick(1));
      dispatcher.dispatch(new Reply(1));
      Crew.drain(dispatcher);
    }

    assertThat(names).containsExactly("narrow", "wide");
  }
}
