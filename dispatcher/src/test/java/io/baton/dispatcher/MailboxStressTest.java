package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.dispatcher.Act.Tick;
import io.baton.events.Event;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The permits of a mailbox, without a dispatcher's thread around it. */
@Timeout(60)
class MailboxStressTest {

  private static final long NANOS = TimeUnit.SECONDS.toNanos(Crew.rounds(2));

  private final AtomicLong handled = new AtomicLong();
  private final AtomicReference<@Nullable Runnable> task = new AtomicReference<>();
  private final Router router = new Router();
  private final Engine engine = new Engine(new DispatcherOptions(router), () -> {});
  private final Agent<Event> agent =
      (_, _) -> {
        handled.incrementAndGet();
        return List.of();
      };
  private final RouteEntry route =
      (RouteEntry) router.on(Event.class, "counting", agent, o -> o.concurrency(1));
  private final Outlet outlet = Outlet.of(route.spec());

  private Delivery delivery() {
    var message = new Message(engine.ids(), new BatchClock(engine.time(), false));
    message.becomeRoot(new Tick(1), null, 0);
    return new Delivery(engine, message.copy(), route, agent, outlet, true);
  }

  /** Hands over to a thread that spins, so that both sides meet within nanoseconds. */
  private void execute(Runnable work) {
    while (!task.compareAndSet(null, work)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatIsAddedWhileTheLastPermitIsGivenBackIsNotForgotten() throws Exception {
    var backlog = new Backlog(route.spec().flow(), engine.intake());
    var mailbox = new Mailbox(1, backlog, this::execute);
    var random = new SplittableRandom(1);
    long stop = System.nanoTime() + NANOS;
    var isOver = new AtomicLong();
    Crew.together(
        2,
        ofSeconds(50),
        side -> {
          if (side == 0) {
            try {
              for (long round = 1; System.nanoTime() < stop; round++) {
                backlog.add();
                mailbox.add(delivery());
                awaitHandled(round);
                for (int i = random.nextInt(12); i > 0; i--) {
                  Thread.onSpinWait();
                }
              }
            } finally {
              isOver.set(1);
            }
          } else {
            while (isOver.get() == 0) {
              Runnable next = task.getAndSet(null);
              if (next != null) {
                next.run();
              }
            }
          }
        });
  }

  private void awaitHandled(long round) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    for (int i = 1; handled.get() < round; i++) {
      if (i % 4_096 == 0) {
        assertThat(System.nanoTime()).as("delivery %s was forgotten", round).isLessThan(end);
      }
    }
  }
}
