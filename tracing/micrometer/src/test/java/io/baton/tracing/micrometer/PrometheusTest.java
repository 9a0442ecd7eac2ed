package io.baton.tracing.micrometer;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.tracing.micrometer.Kitchen.Ask;
import io.baton.tracing.micrometer.Kitchen.Food;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusTest {

  @Test
  void theScrapeHasWhatTheTableSays() throws Exception {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var router = new Router();
    router.on(
        Ask.class,
        "cook",
        (ask, context) -> {
          context.tracer().trace(Calls.modelCalled(context, "gpt-5"));
          return List.of(new Food(ask.n()));
        });
    router.listen(
        Food.class,
        "guest",
        _ -> {
          throw new IllegalStateException("not hungry");
        });
    String scrape;
    try (var dispatcher =
        AsyncDispatcher.builder(router).name("kitchen").tracer(new BatonMeters(registry)).start()) {
      dispatcher.dispatch(new Ask(1));
      dispatcher.run(new Ask(2)).await(ofSeconds(30));
      dispatcher.awaitDrained(ofSeconds(30));
      scrape = registry.scrape();
    }

    assertThat(scrape.lines())
        .contains(
            "baton_agent_work_seconds_count{agent=\"cook\",outcome=\"ended\",type=\"Ask\"} 2",
            "baton_agent_work_seconds_count{agent=\"guest\",outcome=\"failed\",type=\"Food\"} 2",
            "baton_agent_wait_seconds_count{agent=\"guest\",type=\"Food\"} 2",
            "baton_agent_dead_total{agent=\"guest\",type=\"Food\"} 2.0",
            "baton_events_dispatched_total{type=\"Ask\"} 2.0",
            "baton_runs_ended_total{outcome=\"COMPLETED\"} 1.0",
            "baton_ring_size_events{dispatcher=\"kitchen\"} 65536.0",
            "baton_traces_lost_events_total{dispatcher=\"kitchen\"} 0.0",
            "baton_agent_running{agent=\"cook\",dispatcher=\"kitchen\"} 0.0")
        .anyMatch(line -> line.startsWith("gen_ai_client_token_usage_token_bucket{"))
        .anyMatch(line ->
            line.startsWith("gen_ai_client_operation_duration_seconds_count{")
                && line.contains("gen_ai_request_model=\"gpt-5\"")
                && line.endsWith(" 2"));
    assertThat(registry.scrape()).doesNotContain("baton_ring_size", "baton_traces_lost");
  }
}
