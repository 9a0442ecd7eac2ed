package io.baton.tracing.micrometer;

import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Failure;
import io.baton.events.Headers;
import io.baton.tracing.AgentAttempt;
import io.baton.tracing.AgentScope;
import io.baton.tracing.ScopedTracer;
import io.baton.tracing.TraceEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tracer that makes spans, by way of Micrometer's observations: one for each event that is
 * dispatched from outside, one for each attempt of an agent, which is current on the agent's thread
 * while that is called, and one for each call of a model or a tool below it. They are named and
 * have attributes by the OpenTelemetry conventions for generative AI and for messaging.
 *
 * <p>All that one dispatch causes is one trace: each event's {@code traceparent} header names the
 * span in which it was published. The span of a join goes on from its first part, and has a link to
 * the span of each. So does the span of a batch, from its first item, with links for all items; it
 * does not say how they ended.
 *
 * <p>It says nothing of payloads, notes and the messages of failures. Thread-safe; one may serve
 * several dispatchers. The handlers of the registry must not block, nor what spans are exported by:
 * with OpenTelemetry, use a batch processor.
 */
public final class BatonSpans implements ScopedTracer {

  private static final String OPERATION = "gen_ai.operation.name";
  private static final String AGENT = "gen_ai.agent.name";

  private final ObservationRegistry registry;

  /** The attempts that are being made, since calls of models tell no more of them than this. */
  private final Map<Attempt, Observation> attempts = new ConcurrentHashMap<>();

  /** Spans by the handlers of a registry, of which {@link BatonSpanHandler} must be one. */
  public BatonSpans(ObservationRegistry registry) {
    this.registry = registry;
  }

  /** Spans by a tracer of Micrometer's, with a registry that nobody else has. */
  public static BatonSpans of(Tracer tracer) {
    var registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new BatonSpanHandler(tracer));
    return new BatonSpans(registry);
  }

  /** True: spans are made on the threads of those whom they are about. */
  @Override
  public boolean isNonBlocking() {
    return true;
  }

  @Override
  public void trace(TraceEvent event) {
    if (event instanceof TraceEvent.ModelCalled call) {
      called(call);
    } else if (event instanceof TraceEvent.ToolCalled call) {
      called(call);
    }
  }

  @Override
  public Headers headers(Event root) {
    String type = root.getClass().getSimpleName();
    var context = new BatonObservation(BatonObservation.Kind.SEND, null, List.of());
    Observation sent =
        observation("baton.dispatch", context)
            .contextualName("send " + type)
            .lowCardinalityKeyValue("messaging.system", "baton")
            .lowCardinalityKeyValue("messaging.operation.name", "send")
            .lowCardinalityKeyValue("messaging.operation.type", "send")
            .lowCardinalityKeyValue("messaging.destination.name", type)
            .start();
    Headers headers = headersOf(sent);
    sent.stop();
    return headers;
  }

  @Override
  public AgentScope enter(AgentAttempt attempt) {
    Envelope envelope = attempt.envelope();
    var context =
        new BatonObservation(BatonObservation.Kind.AGENT, envelope.headers(), attempt.parts());
    context.number("baton.attempt", attempt.attempt());
    context.number("baton.hops", envelope.hops());
    Observation observation =
        processing(attempt, context)
            .highCardinalityKeyValue("messaging.message.id", envelope.id().toString())
            .highCardinalityKeyValue("gen_ai.conversation.id", text(envelope.correlationId()))
            .highCardinalityKeyValue(
                "messaging.message.conversation_id", text(envelope.correlationId()))
            .start();
    Attempt key = Attempt.of(attempt);
    attempts.put(key, observation);
    return new OfAttempt(key, observation, observation.openScope());
  }

  @Override
  public AgentScope enterBatch(List<AgentAttempt> items) {
    AgentAttempt first = items.getFirst();
    var links =
        items.stream()
            .map(item -> new AgentAttempt.Part(item.envelope().id(), item.envelope().headers()))
            .toList();
    var context =
        new BatonObservation(BatonObservation.Kind.AGENT, first.envelope().headers(), links);
    context.number("messaging.batch.message_count", items.size());
    Observation observation = processing(first, context).start();
    items.forEach(item -> attempts.put(Attempt.of(item), observation));
    Observation.Scope scope = observation.openScope();
    return () -> {
      items.forEach(item -> attempts.remove(Attempt.of(item), observation));
      scope.close();
      observation.stop();
    };
  }

  private Observation processing(AgentAttempt attempt, BatonObservation context) {
    String type = attempt.envelope().event().getClass().getSimpleName();
    return observation("baton.agent", context)
        .contextualName("invoke_agent " + attempt.agent())
        .lowCardinalityKeyValue(OPERATION, "invoke_agent")
        .lowCardinalityKeyValue(AGENT, attempt.agent())
        .lowCardinalityKeyValue("messaging.system", "baton")
        .lowCardinalityKeyValue("messaging.operation.name", "process")
        .lowCardinalityKeyValue("messaging.operation.type", "process")
        .lowCardinalityKeyValue("messaging.destination.name", type);
  }

  private static String text(CorrelationId id) {
    return id.toString();
  }

  private void called(TraceEvent.ModelCalled call) {
    var context = below(BatonObservation.Kind.MODEL, call, call.work());
    if (call.inputTokens() > 0) {
      context.number("gen_ai.usage.input_tokens", call.inputTokens());
    }
    if (call.outputTokens() > 0) {
      context.number("gen_ai.usage.output_tokens", call.outputTokens());
    }
    Observation observation =
        observation("gen_ai.client.operation", context)
            .contextualName("chat " + call.model())
            .lowCardinalityKeyValue(OPERATION, "chat")
            .lowCardinalityKeyValue("gen_ai.request.model", call.model())
            .lowCardinalityKeyValue(AGENT, call.agent());
    if (!call.provider().isEmpty()) {
      observation.highCardinalityKeyValue("gen_ai.provider.name", call.provider());
    }
    if (!call.finish().isEmpty()) {
      observation.highCardinalityKeyValue("gen_ai.response.finish_reasons", call.finish());
    }
    observation.start();
    stop(observation, call.cause());
  }

  private void called(TraceEvent.ToolCalled call) {
    Observation observation =
        observation("gen_ai.execute_tool", below(BatonObservation.Kind.TOOL, call, call.work()))
            .contextualName("execute_tool " + call.tool())
            .lowCardinalityKeyValue(OPERATION, "execute_tool")
            .lowCardinalityKeyValue("gen_ai.tool.name", call.tool())
            .lowCardinalityKeyValue(AGENT, call.agent());
    if (!call.callId().isEmpty()) {
      observation.highCardinalityKeyValue("gen_ai.tool.call.id", call.callId());
    }
    observation.start();
    stop(observation, call.cause());
  }

  /** Something that an agent has done, and that is over. */
  private BatonObservation below(
      BatonObservation.Kind kind, TraceEvent.OfAgent call, Duration work) {
    Observation agent = attempts.get(new Attempt(call.eventId(), call.agent(), call.attempt()));
    Headers above = agent == null ? Headers.none() : headersOf(agent);
    var context = new BatonObservation(kind, above, List.of());
    context.happened(call.time().minus(work), call.time());
    return context;
  }

  private Observation observation(String name, BatonObservation context) {
    return Observation.createNotStarted(name, () -> context, registry);
  }

  private static void stop(Observation observation, Optional<Failure> cause) {
    cause.ifPresent(failure -> {
      observation.highCardinalityKeyValue("error.type", failure.type());
      observation.error(new AgentFailure(failure));
    });
    observation.stop();
  }

  /** The header that names the span of an observation; none if no handler has made one. */
  private static Headers headersOf(Observation observation) {
    TracingContext tracing = observation.getContext().get(TracingContext.class);
    Span span = tracing == null ? null : tracing.getSpan();
    return span == null ? Headers.none() : TraceParent.of(span.context());
  }

  /** Tells apart the attempts that are being made. */
  private record Attempt(EventId event, String agent, int attempt) {

    static Attempt of(AgentAttempt attempt) {
      return new Attempt(attempt.envelope().id(), attempt.agent(), attempt.attempt());
    }
  }

  private final class OfAttempt implements AgentScope {

    private final Attempt key;
    private final Observation observation;
    private final Observation.Scope scope;

    OfAttempt(Attempt key, Observation observation, Observation.Scope scope) {
      this.key = key;
      this.observation = observation;
      this.scope = scope;
    }

    @Override
    public Headers headers() {
      return headersOf(observation);
    }

    @Override
    public void settled(TraceEvent.OfAgent how) {
      attempts.remove(key, observation);
      observation.highCardinalityKeyValue("baton.outcome", outcome(how));
      stop(observation, causeOf(how));
    }

    private static String outcome(TraceEvent.OfAgent how) {
      return switch (how) {
        case TraceEvent.AgentFailed _ -> "failed";
        case TraceEvent.Cancelled _ -> "cancelled";
        default -> "ended";
      };
    }

    private static Optional<Failure> causeOf(TraceEvent.OfAgent how) {
      return how instanceof TraceEvent.AgentFailed failed
          ? Optional.of(failed.cause())
          : Optional.empty();
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
