package io.baton.dispatcher;

import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
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
  };

  abstract Tracer tracer();

  AsyncDispatcher.Builder builder(Router router) {
    return AsyncDispatcher.builder(router).tracer(tracer());
  }

  AsyncDispatcher start(Router router) {
    return builder(router).start();
  }
}
