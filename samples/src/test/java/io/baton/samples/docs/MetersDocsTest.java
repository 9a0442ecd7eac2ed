package io.baton.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.tracing.Tracer;
import io.baton.tracing.micrometer.BatonMeters;
import io.baton.tracing.micrometer.BatonSpans;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the page on meters and spans shows and claims. */
class MetersDocsTest {

  @Test
  void metersAndSpansOfARun() throws Exception {
    var headers = new ConcurrentLinkedQueue<String>();
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (_, context) -> {
          headers.add(context.envelope().headers().get("traceparent").orElse(""));
          return List.of();
        });
    try (var provider = SdkTracerProvider.builder().build()) {
      var spans = new OtelTracer(provider.get("docs"), new OtelCurrentTraceContext(), _ -> {});

      // docs: meters
      var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      var tracer = Tracer.all(new BatonMeters(registry), BatonSpans.of(spans));
      try (var dispatcher = AsyncDispatcher.builder(router).tracer(tracer).start()) {
        dispatcher.run(new Ask("rainy")).await(ofSeconds(10));
        String scrape = registry.scrape();
        // end
        assertThat(scrape)
            .contains(
                "baton_agent_work_seconds_count{agent=\"cook\",outcome=\"ended\",type=\"Ask\"} 1");
      }
    }
    assertThat(headers).singleElement().asString().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
  }
}
