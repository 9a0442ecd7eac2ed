package io.baton.tracing.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Headers;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final Tracer tracer =
      new OtelTracer(
          SdkTracerProvider.builder().build().get("test"), new OtelCurrentTraceContext(), _ -> {});

  private static Headers header(String value) {
    return Headers.of(Map.of("traceparent", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-%s-%s-01", "00-%s-%s-00"})
  void whatIsWrittenIsReadAgain(String format) {
    Headers header = header(format.formatted(TRACE, SPAN));

    TraceContext span = TraceParent.spanOf(header, tracer).orElseThrow();

    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.spanId()).isEqualTo(SPAN);
    assertThat(TraceParent.of(span)).isEqualTo(header);
  }

  @Test
  void aLaterVersionMaySayMore() {
    assertThat(TraceParent.spanOf(header("cc-%s-%s-01-what-else".formatted(TRACE, SPAN)), tracer))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
      })
  void whatIsNotValidNamesNoSpan(String value) {
    assertThat(TraceParent.spanOf(header(value), tracer)).isEmpty();
  }

  @Test
  void noHeaderNamesNoSpan() {
    assertThat(TraceParent.spanOf(Headers.none(), tracer)).isEmpty();
  }
}
