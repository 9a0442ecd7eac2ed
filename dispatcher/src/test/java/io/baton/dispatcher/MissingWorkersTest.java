package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Closed;
import io.baton.agents.Join;
import io.baton.agents.Missing;
import io.baton.agents.Parts;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import io.baton.dispatcher.Act.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who still works on the parts that a partial result misses. */
class MissingWorkersTest {

  private static final Duration LIMIT = ofSeconds(20);

  private final Router router = new Router();
  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
  private final ConcurrentLinkedQueue<Parts> partial = new ConcurrentLinkedQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();

  private AggregatorAgent join() {
    return Join.of(Left.class, Right.class)
        .within(ofSeconds(1))
        .orPartial((parts, _) -> {
          partial.add(parts);
          return List.of(new Reply(0));
        })
        .into((left, right) -> new Act.Both(left.n(), right.n()));
  }

  /** A route that takes events of a type as long as the latch is shut. */
  private void slow(Class<? extends Act> type, String name, Class<? extends Act> emits) {
    router.on(
        type,
        name,
        (_, _) -> {
          running.incrementAndGet();
          Work.until(open);
          return List.of();
        },
        o -> o.emits(emits));
  }

  @Test
  void thePartialResultNamesTheAgentsThatStillWorkOnTheMissingPart() throws Exception {
    router.on(Ask.class, "left", (ask, _) -> List.of(new Left(ask.n())), o -> o.emits(Left.class));
    slow(Ask.class, "right", Right.class);
    slow(Ask.class, "other", Tick.class);
    router.listen(Ask.class, "undeclared", _ -> Work.until(open));
    var join = join();
    router.on("join", join);
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      var run = dispatcher.run(new Ask(1));
      await().atMost(LIMIT).until(() -> join.open() == 1 && running.get() == 2);
      time.advance(ofSeconds(1));

      var waited = join.awaitJoined(run.correlationId(), LIMIT);
      assertThat(waited.missing()).containsExactly(new Missing("Right", List.of("right")));
      open.countDown();
    }
    assertThat(partial)
        .singleElement()
        .satisfies(parts ->
            assertThat(parts.missing()).containsExactly(new Missing("Right", List.of("right"))));
  }

  @Test
  void whoeverWorksUpstreamOfThePartIsNamedToo() throws Exception {
    slow(Ask.class, "author", Tick.class);
    slow(Tick.class, "studio", Right.class);
    router.on("join", join());
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      var run = dispatcher.run(new Ask(1));
      run.dispatch(new Left(1));
      await().atMost(LIMIT).until(() -> dispatcher.report().openJoins() == 1);
      await().atMost(LIMIT).until(() -> running.get() == 1);
      time.advance(ofSeconds(1));
      await().atMost(LIMIT).until(() -> partial.size() == 1);
      open.countDown();
    }
    assertThat(partial.element().missing())
        .containsExactly(new Missing("Right", List.of("author")));
  }

  @Test
  void inARunOnlyWhatBelongsToItCounts() throws Exception {
    slow(Ask.class, "right", Right.class);
    router.on("join", join());
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      dispatcher.run(new Ask(1));
      await().atMost(LIMIT).until(() -> running.get() == 1);
      dispatcher.run(new Left(2));
      await().atMost(LIMIT).until(() -> partial.size() == 1);
      assertThat(partial.element().closed()).isEqualTo(Closed.STARVED);
      assertThat(partial.remove().missing()).containsExactly(new Missing("Right", List.of()));

      dispatcher.dispatch(new Left(3));
      assertThat(dispatcher.runs()).hasSize(1);
      await().atMost(LIMIT).until(() -> dispatcher.report().openJoins() == 1);
      time.advance(ofSeconds(1));
      await().atMost(LIMIT).until(() -> partial.size() == 1);
      assertThat(partial.element().missing())
          .as("without a run, whoever works at all is named")
          .containsExactly(new Missing("Right", List.of("right")));
      open.countDown();
    }
  }

  @Test
  void whatWaitsInTheMailboxIsWorkToo() throws Exception {
    router.on(
        Ask.class,
        "right",
        (_, _) -> {
          Work.until(open);
          return List.of();
        },
        o -> o.emits(Right.class).concurrency(1));
    router.on("join", join());
    try (var dispatcher = AsyncDispatcher.builder(router).time(time).start()) {
      dispatcher.dispatch(new Ask(1));
      var run = dispatcher.run(new Ask(2));
      run.dispatch(new Left(2));
      await().atMost(LIMIT).until(() -> dispatcher.report().openJoins() == 1);
      time.advance(ofSeconds(1));
      await().atMost(LIMIT).until(() -> partial.size() == 1);
      open.countDown();
    }
    assertThat(partial.element().missing()).containsExactly(new Missing("Right", List.of("right")));
  }
}
