package io.baton.dispatcher;

import io.baton.events.CorrelationId;
import io.baton.events.DeadLetter;
import io.baton.events.Envelope;
import io.baton.events.Headers;
import io.baton.tracing.TraceEvent;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to spawned code that has failed: the same as to a delivery that has failed for good,
 * in whose dead letter {@link SpawnedCode} stands for the event. Thread-safe.
 */
final class SpawnFailures {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private final Engine engine;

  SpawnFailures(Engine engine) {
    this.engine = engine;
  }

  /** Keeps, counts, logs and traces a dead letter, and has it routed like any event. */
  void bury(SpawnedTask<?> task, Throwable cause) {
    var letter =
        new DeadLetter(envelope(task), task.name(), 1, Failures.describe(cause), List.of());
    engine.tally().failed();
    engine.deadLetters().add(letter);
    log(task, cause);
    trace(letter);
    engine.post(
        Post.of(loop -> {
          if (loop.isRouted(DeadLetter.class)) {
            loop.root(letter, letter.envelope().correlationId());
          }
        }));
  }

  private Envelope envelope(SpawnedTask<?> task) {
    return new Envelope(
        task.id(),
        new CorrelationId(task.id().high(), task.id().low()),
        Optional.empty(),
        List.of(),
        Envelope.APPLICATION,
        engine.time().now(),
        Optional.empty(),
        0,
        Optional.empty(),
        Headers.none(),
        new SpawnedCode(task.name()));
  }

  private void log(SpawnedTask<?> task, Throwable cause) {
    try {
      log.error(
          "spawned code failed: name={} dispatcher={} id={}",
          task.name(),
          engine.name(),
          task.id(),
          cause);
    } catch (Throwable e) {
      // An exception's own methods are foreign code, and may fail.
      log.error(
          "a failure could not be logged: spawned={} type={}",
          task.name(),
          cause.getClass().getName());
    }
  }

  private void trace(DeadLetter letter) {
    if (engine.tracing().isOn()) {
      engine
          .tracing()
          .trace(
              new TraceEvent.DeadLettered(
                  letter.envelope().correlationId(),
                  letter.envelope().id(),
                  letter.agent(),
                  letter.attempts(),
                  engine.time().now(),
                  letter.cause()));
    }
  }
}
