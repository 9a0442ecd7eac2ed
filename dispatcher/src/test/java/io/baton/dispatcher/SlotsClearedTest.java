package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.agents.WhenFailed;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Right;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class SlotsClearedTest {

  /** Events with an identity of their own. */
  static final class Heavy implements Event {}

  static final class Heavier implements Event {}

  @ParameterizedTest
  @EnumSource
  void whatWasHandledIsLetGo(Execution execution) throws Exception {
    var router = new Router();
    var references = new ArrayList<WeakReference<Event>>();
    router.on(Heavy.class, "one", (_, _) -> List.of(new Heavier()), o -> o.execution(execution));
    router.listen(
        Heavier.class,
        "two",
        heavier -> {
          synchronized (references) {
            references.add(new WeakReference<>(heavier));
          }
        },
        o -> o.concurrency(1).execution(execution));
    try (var dispatcher = AsyncDispatcher.builder(router).ringSize(64).start()) {
      for (int i = 0; i < 20; i++) {
        var event = new Heavy();
        references.add(new WeakReference<>(event));
        dispatcher.dispatch(event);
        Crew.drain(dispatcher);
      }

      assertThat(references).hasSize(40);
      await()
          .atMost(ofSeconds(20))
          .until(() -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.refersTo(null));
          });
    }
  }

  @Test
  void aJoinWhoseRouteWasRemovedIsLetGoWhenAnotherBegins() throws Exception {
    var router = new Router();
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var first = join(router, dispatcher);
      join(router, dispatcher);

      await()
          .atMost(ofSeconds(20))
          .until(() -> {
            System.gc();
            return first.refersTo(null);
          });
    }
  }

  private static WeakReference<AggregatorAgent> join(Router router, AsyncDispatcher dispatcher)
      throws InterruptedException {
    var join =
        Join.of(Left.class, Right.class)
            .onFailure(WhenFailed.PARTIAL)
            .into((left, right) -> new Both(left.n(), right.n()));
    var route = router.on("join", join);
    dispatcher.dispatch(new Left(1), CorrelationId.of("one"));
    dispatcher.dispatch(new Right(1), CorrelationId.of("one"));
    Crew.drain(dispatcher);
    route.remove();
    assertThat(join.counts().completed()).isEqualTo(1);
    return new WeakReference<>(join);
  }
}
