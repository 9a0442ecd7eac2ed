package io.baton.dispatcher;

import static org.awaitility.Awaitility.await;

import io.baton.dispatcher.Act.Tick;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring that is full, and a dispatcher that sleeps: its last producer had no stack to wake it. */
@Timeout(60)
class IntakeTest {

  private final Router router = new Router();
  private final LongAdder handled = new LongAdder();
  private final Engine engine =
      new Engine(
          AsyncDispatcher.builder(router).ringSize(1).waitStrategy(WaitStrategy.PARK).options,
          () -> {});
  private final Intake intake = engine.intake();

  @BeforeEach
  void publishWithoutWaking() {
    router.listen(
        Tick.class, "ticker", _ -> handled.increment(), o -> o.execution(Execution.INLINE));
    engine.loop().start();
    await().until(() -> engine.loop().thread().getState() == Thread.State.WAITING);
    intake.ring().publish(intake.ring().tryClaim(), new Tick(1), null);
  }

  @AfterEach
  void stop() throws InterruptedException {
    engine.loop().stop();
    engine.loop().thread().join();
  }

  @Test
  void whoWaitsForRoomWakesTheDispatcher() {
    intake.put(new Tick(2), null);

    await().until(() -> handled.sum() == 2);
  }

  @Test
  void whoIsRefusedForLackOfRoomWakesTheDispatcher() {
    await().until(() -> intake.tryPut(new Tick(2), null));

    await().until(() -> handled.sum() == 2);
  }
}
