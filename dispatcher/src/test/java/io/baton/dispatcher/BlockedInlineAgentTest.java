package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.baton.events.Event;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BlockedInlineAgentTest {

  record Ask(int n) implements Event {}

  @Test
  void closeWithALimitReturnsThoughAnInlineAgentBlocks() throws Exception {
    var entered = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var router = new Router();
    router.listen(
        Ask.class,
        "blocker",
        _ -> {
          entered.countDown();
          released.await();
        },
        o -> o.execution(Execution.INLINE));
    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.dispatch(new Ask(1));
    entered.await();

    var report = assertTimeoutPreemptively(ofSeconds(10), () -> dispatcher.close(ofMillis(50)));

    assertThat(report.drained()).isFalse();
    assertThat(report.queued()).isEqualTo(1);
    released.countDown();
  }
}
