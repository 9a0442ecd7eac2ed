package io.baton.dispatcher;

import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** How a dispatcher may be traced. What it does must be the same with each. */
enum Traced {
  NOT {
    @Override
    Tracer tracer() {
      return Tracer.none();
    }
  },
  RECORDED {
    @Override
    Tracer tracer() {
      return new TraceRecorder();
    }
  },
  /** It fails nine times of ten, which is not enough to be switched off. */
  FAILING {
    @Override
    Tracer tracer() {
      var calls = new AtomicInteger();
      return _ -> {
        if (calls.incrementAndGet() % 10 != 0) {
          throw new IllegalStateException("the tracer fails");
        }
      };
    }
  },
  /** As {@link #FAILING}, on the dispatcher's and the agents' own threads. */
  FAILING_AT_ONCE {
    @Override
    Tracer tracer() {
      return new AtOnce(FAILING.tracer());
    }
  },
  /** It does not come back from its first trace event until it is interrupted. */
  BLOCKING {
    @Override
    Tracer tracer() {
      var never = new CountDownLatch(1);
      return _ -> {
        try {
          never.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      };
    }
  };

  abstract Tracer tracer();

  AsyncDispatcher.Builder builder(Router router) {
    var builder = AsyncDispatcher.builder(router).tracer(tracer());
    if (this == BLOCKING) {
      builder.options.tracerGrace = Duration.ofMillis(20); // it is waited for in vain
    }
    return builder;
  }

  AsyncDispatcher start(Router router) {
    return builder(router).start();
  }
}
