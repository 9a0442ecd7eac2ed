package io.baton.tracing.micrometer;

import io.baton.events.Headers;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header that names a span, in the format of the W3C recommendation on trace context. */
final class TraceParent {

  static final String HEADER = "traceparent";

  private static final Pattern FORMAT =
      Pattern.compile(
          "(?!ff|00.{54})[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final int SAMPLED = 1;
  private static final int TRACE_DIGITS = 32;

  private TraceParent() {}

  /** The header of a span; none for a span that is none. */
  static Headers of(TraceContext span) {
    String trace = span.traceId();
    if (trace.isEmpty() || isZero(span.spanId())) {
      return Headers.none();
    }
    String padded = "0".repeat(Math.max(0, TRACE_DIGITS - trace.length())) + trace;
    String flags = Boolean.TRUE.equals(span.sampled()) ? "01" : "00";
    return Headers.of(Map.of(HEADER, "00-" + padded + "-" + span.spanId() + "-" + flags));
  }

  /** The span that a header names; empty if there is no such header, or it is not valid. */
  static Optional<TraceContext> spanOf(Headers headers, Tracer tracer) {
    return headers
        .get(HEADER)
        .map(FORMAT::matcher)
        .filter(header -> header.matches() && !isZero(header.group(1)) && !isZero(header.group(2)))
        .map(header ->
            tracer
                .traceContextBuilder()
                .traceId(header.group(1))
                .spanId(header.group(2))
                .sampled((Integer.parseInt(header.group(3), 16) & SAMPLED) != 0)
                .build());
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }
}
