package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.RunOutcome;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.CorrelationId;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places of the ring whose claimants came too late, and had nothing to publish any more. */
@Timeout(60)
class VoidPlaceTest {

  private final Router router = new Router();
  private final LongAdder handled = new LongAdder();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasNotPublishedIsNotRouted(boolean isTraced) throws Exception {
    // given void places as they are left by all who dispatch, and an event after them
    var options = new DispatcherOptions(router);
    options.tracer = isTraced ? new TraceRecorder() : Tracer.none();
    var engine = new Engine(options, () -> {});
    router.listen(
        Tick.class, "ticker", _ -> handled.increment(), o -> o.execution(Execution.INLINE));
    RunState run = engine.runs().start(RunOptions.DEFAULTS, null);
    EventRing ring = engine.intake().ring();
    ring.publish(ring.tryClaim(), EventRing.VOID, null);
    ring.publish(ring.tryClaim(), EventRing.VOID, CorrelationId.of("table 7"));
    ring.publish(ring.tryClaim(), EventRing.VOID, run);
    engine.intake().put(new Tick(1), null);

    // when they are taken
    engine.loop().start();
    await().until(() -> handled.sum() == 1);
    engine.loop().stop();
    engine.loop().thread().join();

    // then only the event was anything
    assertThat(engine.tally().unroutedSum()).isZero();
    assertThat(run.outcome()).isEqualTo(RunOutcome.RUNNING);
    assertThat(run.report().events()).isZero();
  }
}
