package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.VirtualTime;
import io.baton.dispatcher.Act.Ask;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Agents that end at the same instant at which they are stopped, on threads that go on to the next
 * event. An agent is interrupted only after its own attempt was stopped: one that finds itself
 * interrupted and not stopped has got the interrupt of another.
 */
@Timeout(60)
class InterruptStressTest {

  private static final int ROUNDS = Crew.rounds(3_000);
  private static final int SPAN_NANOS = 50_000;

  /** The threads of the agents. */
  enum Threads implements Executor {
    /** One goes on from event to event until it is stopped. */
    VIRTUAL(Ordering.SERIAL) {
      @Override
      public void execute(Runnable task) {
        Thread.startVirtualThread(task);
      }
    },
    /** One thread for all, at which interrupts arrive some time after they were sent. */
    SLOWLY_INTERRUPTED(Ordering.NONE) {
      private final Executor one = Executors.newSingleThreadExecutor(Slow::new);

      @Override
      public void execute(Runnable task) {
        one.execute(task);
      }
    };

    private final Ordering ordering;

    Threads(Ordering ordering) {
      this.ordering = ordering;
    }
  }

  /** A thread whose interrupts take their time, as those of any thread may. */
  private static final class Slow extends Thread {

    Slow(Runnable task) {
      super(task);
      setDaemon(true);
    }

    @Override
    public void interrupt() {
      spin(SPAN_NANOS);
      super.interrupt();
    }
  }

  private final Router router = new Router();
  private final LongAdder stopped = new LongAdder();
  private final LongAdder strays = new LongAdder();
  private final AtomicReference<@Nullable AgentContext> newest = new AtomicReference<>();
  private final AtomicBoolean isOver = new AtomicBoolean();

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void spinAtRandom() {
    spin(new SplittableRandom().nextInt(SPAN_NANOS));
  }

  private void look(AgentContext context) {
    boolean isInterrupted = Thread.currentThread().isInterrupted();
    boolean isStopped = context.isCancelled();
    if (isStopped) {
      stopped.increment();
    } else if (isInterrupted) {
      strays.increment();
    }
  }

  private AsyncDispatcher start(Threads threads, VirtualTime time) {
    router.on(
        Ask.class,
        "edge",
        (_, context) -> {
          look(context);
          newest.set(context);
          spinAtRandom();
          look(context);
          return List.of();
        },
        o -> o.ordered(threads.ordering).timeout(ofMillis(1)));
    return AsyncDispatcher.builder(router).time(time).executor(threads).start();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptByATimeOutNeverReachesTheNextEvent(Threads threads) throws Exception {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    try (var dispatcher = start(threads, time);
        var _ = new CapturedLog(Level.OFF)) {
      Crew.together(
          2,
          ofSeconds(50),
          number -> {
            if (number == 0) {
              for (int i = 0; i < ROUNDS; i++) {
                dispatcher.dispatch(new Ask(i));
              }
              Crew.drain(dispatcher);
              isOver.set(true);
            } else {
              passTime(time);
            }
          });
      DrainReport report = dispatcher.report();

      assertThat(strays.sum()).isZero();
      assertThat(stopped.sum()).isPositive();
      assertThat(report.handled() + report.failed()).isEqualTo(ROUNDS);
    }
  }

  private void passTime(VirtualTime time) {
    while (!isOver.get()) {
      time.advance(ofMillis(1));
      spinAtRandom();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptByACancelNeverReachesTheNextEvent(Threads threads) throws Exception {
    try (var dispatcher = start(threads, VirtualTime.startingAt(Instant.EPOCH))) {
      Crew.together(
          2,
          ofSeconds(50),
          number -> {
            if (number == 0) {
              for (int i = 0; i < ROUNDS; i++) {
                dispatcher.dispatch(new Ask(i)); // for the thread to go on to
                dispatcher.run(new Ask(i));
              }
              Crew.drain(dispatcher);
              isOver.set(true);
            } else {
              cancel();
            }
          });

      assertThat(strays.sum()).isZero();
      assertThat(stopped.sum()).isPositive();
      assertThat(dispatcher.runs()).isEmpty();
      assertThat(dispatcher.report().failed()).isZero();
    }
  }

  /** Cancels the runs of the agents that work, near the end of their work. */
  private void cancel() {
    while (!isOver.get()) {
      AgentContext context = newest.getAndSet(null);
      if (context != null) {
        spinAtRandom();
        cancel(context);
      }
    }
  }

  private static void cancel(AgentContext context) {
    try {
      context.cancelRun("enough");
    } catch (IllegalStateException _) {
      // it has settled before
    }
  }
}
