package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.AskFailedException;
import io.baton.agents.MemoryKey;
import io.baton.agents.RunOutcome;
import io.baton.agents.RunReport;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Tick;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChildRunTest {

  private final Router router = new Router();
  private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  @Test
  void aChildRunHasAnIdentityAndAMemoryOfItsOwn() throws Exception {
    var key = MemoryKey.of("count", 0);
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          context.runMemory().put(key, 1);
          try {
            context.ask(new Tick(1), Ask.class).get();
          } catch (AskFailedException e) {
            seen.add(e.report());
          }
          return List.of();
        });
    router.on(
        Tick.class,
        "below",
        (_, context) -> {
          seen.add(context.runMemory().get(key));
          return List.of();
        });
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(new Ask(1));
      run.await(ofSeconds(10));

      assertThat(seen.take()).isEqualTo(0);
      var report = (RunReport) seen.take();
      assertThat(report.correlationId()).isEqualTo(run.correlationId());
      assertThat(report.id()).isNotEqualTo(run.id());
      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
    }
  }

  @Test
  void whatAChildRunDoesIsInTheReportOfItsParent() throws Exception {
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          context.ask(new Tick(1), Reply.class).get();
          return List.of();
        });
    router.on(
        Tick.class,
        "below",
        (_, context) -> {
          context.emit(new Reply(1));
          throw new IllegalStateException("on purpose");
        });
    router.listen(Reply.class, "taking", _ -> {});
    try (var dispatcher = AsyncDispatcher.start(router)) {
      var report = dispatcher.run(new Ask(1)).ended().join();

      assertThat(report.events()).isEqualTo(3);
      assertThat(report.handled()).isEqualTo(2);
      assertThat(report.failed()).isEqualTo(1);
      assertThat(report.deadLetters()).extracting(letter -> letter.agent()).containsExactly("below");
    }
  }

  @Test
  void aChildRunThatFailsLeavesItsParentRunning() throws Exception {
    router.on(
        Ask.class,
        "asking",
        (_, context) -> {
          assertThatThrownBy(() -> context.ask(new Tick(1), Ask.class).get())
              .hasMessageContaining(" is FAILED: no route takes Tick;");
          return List.of(new Reply(1));
        });
    router.listen(Reply.class, "taking", _ -> {});
    var builder = AsyncDispatcher.builder(router).unrouted(UnroutedPolicy.FAIL_RUN);
    try (var dispatcher = builder.start()) {
      var run = dispatcher.run(new Ask(1));

      assertThat(run.await(ofSeconds(10)).outcome()).isEqualTo(RunOutcome.COMPLETED);
      assertThat(run.report().failed()).isZero();
    }
  }

  @Test
  void eachRunTellsTracersOfItsEndOnce() throws Exception {
    router.on(
        Ask.class,
        "asking",
        (_, context) -> List.of(context.ask(new Tick(1), Reply.class).get()));
    router.on(Tick.class, "below", (_, _) -> List.of(new Reply(1)));
    var recorder = new TraceRecorder();
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      var run = dispatcher.run(new Ask(1));
      run.ended().join();

      assertThat(recorder.events(run.correlationId()))
          .filteredOn(TraceEvent.RunEnded.class::isInstance)
          .hasSize(2);
    }
  }
}
