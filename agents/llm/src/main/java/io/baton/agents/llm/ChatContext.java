package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.agents.Answer;
import io.baton.agents.TimeSource;
import io.baton.agents.WorkingMemory;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of a chat that no agent holds, for one question. Thread-safe. */
final class ChatContext implements AgentContext {

  private final Outside outside;
  private final Envelope envelope;

  /** What a chat has of the world. */
  record Outside(
      String name, Tracer tracer, TimeSource time, WorkingMemory memory, @Nullable Asker asker) {}

  ChatContext(Outside outside) {
    this.outside = outside;
    this.envelope = Envelope.root(new ChatQuestion(outside.name()));
  }

  @Override
  public Envelope envelope() {
    return envelope;
  }

  @Override
  public CorrelationId correlationId() {
    return envelope.correlationId();
  }

  @Override
  public String agentName() {
    return outside.name();
  }

  @Override
  public WorkingMemory memory() {
    return outside.memory();
  }

  @Override
  public WorkingMemory runMemory() {
    throw no("belongs to no run");
  }

  @Override
  public void emit(Event event) {
    throw no("publishes no events");
  }

  @Override
  public void emitLater(Event event, Duration delay) {
    throw no("publishes no events");
  }

  @Override
  public <T extends Event> Answer<T> ask(Event event, Class<T> type) {
    if (outside.asker() == null) {
      throw no("starts no runs: give its builder an asker");
    }
    return outside.asker().ask(event, type);
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> remaining() {
    return Optional.empty();
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void cancelRun(String reason) {}

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String idempotencyKey() {
    return envelope.id() + "/" + outside.name();
  }

  @Override
  public void trace(String text) {}

  @Override
  public Tracer tracer() {
    return outside.tracer();
  }

  @Override
  public TimeSource time() {
    return outside.time();
  }

  private IllegalStateException no(String what) {
    return new IllegalStateException("chat %s %s".formatted(outside.name(), what));
  }
}
