package io.baton.tracing.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes spans of what {@link BatonSpans} lets a registry observe. It stands before handlers of
 * observations in general, which would know neither where a span belongs nor its links.
 * Thread-safe.
 */
public final class BatonSpanHandler implements TracingObservationHandler<BatonObservation> {

  private final Tracer tracer;

  /** Spans by a tracer of Micrometer's, such as the one that bridges to OpenTelemetry. */
  public BatonSpanHandler(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Tracer getTracer() {
    return tracer;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof BatonObservation;
  }

  @Override
  public void onStart(BatonObservation context) {
    Span.Builder builder = tracer.spanBuilder().name(getSpanName(context));
    above(context).ifPresentOrElse(builder::setParent, builder::setNoParent);
    for (var part : context.links()) {
      TraceParent.spanOf(part.headers(), tracer)
          .map(span -> new Link(span, Map.of("messaging.message.id", part.id().toString())))
          .ifPresent(builder::addLink);
    }
    switch (context.kind()) {
      case SEND -> builder.kind(Span.Kind.PRODUCER);
      case MODEL -> builder.kind(Span.Kind.CLIENT);
      case AGENT, TOOL -> {} // internal, unless something else is said
    }
    Instant start = context.start();
    if (start != null) {
      builder.startTimestamp(nanos(start), TimeUnit.NANOSECONDS);
    }
    getTracingContext(context).setSpan(builder.start());
  }

  private Optional<TraceContext> above(BatonObservation context) {
    if (context.above() != null) {
      return TraceParent.spanOf(context.above(), tracer);
    }
    return Optional.ofNullable(tracer.currentSpan()).map(Span::context);
  }

  @Override
  public void onError(BatonObservation context) {
    Throwable error = context.getError();
    if (error != null) {
      getRequiredSpan(context).error(error);
    }
  }

  @Override
  public void onStop(BatonObservation context) {
    Span span = getRequiredSpan(context);
    tagSpan(context, span);
    context.numbers().forEach(span::tag);
    Instant end = context.end();
    if (end == null) {
      span.end();
    } else {
      span.end(nanos(end), TimeUnit.NANOSECONDS);
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
