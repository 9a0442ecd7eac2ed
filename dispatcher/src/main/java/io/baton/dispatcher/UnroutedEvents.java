package io.baton.dispatcher;

import io.baton.events.Unrouted;
import io.baton.tracing.TraceEvent;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to events that no route takes. Confined to the dispatcher's thread. */
final class UnroutedEvents {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;
  private final Loop loop;
  private final UnroutedPolicy policy;
  private final Set<Class<?>> warned = new HashSet<>();

  UnroutedEvents(Engine engine, Loop loop, UnroutedPolicy policy) {
    this.engine = engine;
    this.loop = loop;
    this.policy = policy;
  }

  /** Deals with an event, unless a caller has asked for it. */
  void take(Message message) {
    RunState run = message.run();
    if (run != null) {
      if (run.wants(message.event())) {
        return;
      }
      run.unrouted();
    }
    engine.tally().unrouted();
    Class<?> type = message.event().getClass();
    switch (policy) {
      case IGNORE -> {}
      case WARN -> warn(type);
      case DEAD_LETTER ->
          engine.failures().bury(message, null, 0, new DispatchException("no route takes it"));
      case FAIL_RUN -> {
        if (run == null) {
          warn(type);
        } else {
          run.fail("no route takes " + type.getSimpleName());
        }
      }
    }
    tell(message);
  }

  private void warn(Class<?> type) {
    if (warned.add(type)) {
      log.warn("unrouted event: dispatcher={} type={}", engine.name(), type.getName());
    }
  }

  private void tell(Message message) {
    if (engine.tracing().isOn()) {
      engine.tracing().trace(new TraceEvent.Unrouted(message.envelope(), engine.time().now()));
    }
    if (loop.isRouted(Unrouted.class)) {
      loop.follow(message, message.source(), Lane.DEAD_LETTER, 1, new Unrouted(message.envelope()));
    }
  }
}
