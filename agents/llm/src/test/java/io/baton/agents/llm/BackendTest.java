package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.baton.agents.DetachedContext;
import io.baton.agents.TimeSource;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.tracing.TraceEvent.ModelCalled;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackendTest {

  private static final Claim CLAIM = new Claim("water is wet");

  private final RecordingTime time = new RecordingTime();
  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start().always(OpenAi.says("yes"));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static LlmAgentBuilder<Claim, String> agent(Backend backend) {
    return LlmAgent.builder(Claim.class)
        .model(backend)
        .prompt(Claim::text)
        .attempts(1)
        .idleTimeout(RecordingTime.NEVER)
        .callTimeout(RecordingTime.NEVER)
        .answer((_, text) -> new Claim(text));
  }

  private DetachedContext context() {
    return DetachedContext.of(CLAIM).time(time);
  }

  @Test
  void callsOfAllAgentsAreBounded() throws Exception {
    server.always(OpenAi.saysAfter("yes", ofMillis(20)));
    var backend = Backend.builder(OpenAi.streaming(server)).concurrency(3).build();
    var one = agent(backend).build();
    var other = agent(backend).build();

    var replies =
        IntStream.range(0, 24)
            .mapToObj(i -> (i % 2 == 0 ? one : other).ask(CLAIM, DetachedContext.of(CLAIM)))
            .toList();

    for (Reply<String> reply : replies) {
      assertThat(reply.data()).isEqualTo("yes");
    }
    assertThat(server.mostActive()).isLessThanOrEqualTo(3);
  }

  @Test
  void failedCallGivesItsPlaceBack() throws Exception {
    server.next(OpenAi.refuses(401, "auth"));
    var agent = agent(Backend.builder(OpenAi.streaming(server)).concurrency(1).build()).build();

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> agent.ask(CLAIM, context()).data());

    assertThat(agent.ask(CLAIM, context()).data()).isEqualTo("yes");
  }

  @Test
  void cancelledCallGivesItsPlaceBack() throws Exception {
    server.next(OpenAi.saysWithin("no, never", ofSeconds(30)));
    var agent = agent(Backend.builder(OpenAi.streaming(server)).concurrency(1).build()).build();
    Reply<String> slow = agent.ask(CLAIM, context());
    await().until(() -> server.mostActive() == 1);

    slow.cancel();

    assertThat(agent.ask(CLAIM, context()).data()).isEqualTo("yes");
  }

  @Test
  void callThatFailsBeforeItsTurnGivesItsPlaceBack() throws Exception {
    var backend =
        Backend.builder(OpenAi.streaming(server)).concurrency(1).rate(1, ofSeconds(1)).build();

    assertThatIllegalStateException().isThrownBy(() -> backend.enter(new Stopped()));

    backend.enter(time);
  }

  /** A clock that does not work. */
  private static final class Stopped implements TimeSource {
    @Override
    public Instant now() {
      throw new IllegalStateException("stopped");
    }

    @Override
    public long nanoTime() {
      throw new IllegalStateException("stopped");
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      throw new IllegalStateException("stopped");
    }
  }

  @Test
  void callsBeginAtARate() throws Exception {
    var backend = Backend.builder(OpenAi.streaming(server)).rate(2, ofSeconds(1)).build();
    var agent = agent(backend).build();

    for (int i = 0; i < 4; i++) {
      agent.ask(CLAIM, context()).data();
    }

    assertThat(time.waits()).containsExactly(ofMillis(500), ofMillis(500));
  }

  @Test
  void allWaitWhenTheServiceSaysSo() throws Exception {
    server.next(OpenAi.refuses(429, "limit", "Retry-After: 9"));
    var backend = Backend.of(OpenAi.streaming(server));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> agent(backend).build().ask(CLAIM, context()).data());

    agent(backend).build().ask(CLAIM, context()).data();

    assertThat(time.waits()).containsExactly(ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"86400", "99999999999", "1e999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void serviceThatWantsToBeLeftAloneForLongHoldsTheOthersForTheLongestWait(String wanted)
      throws Exception {
    server.next(OpenAi.refuses(429, "limit", "Retry-After: " + wanted));
    var agent = agent(Backend.of(OpenAi.streaming(server))).attempts(2).build();
    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> agent.ask(CLAIM, context()).data());

    assertThat(agent.ask(CLAIM, context()).data()).isEqualTo("yes");

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(time.waits()).containsExactly(ofSeconds(60));
  }

  @Test
  void runThatHasUsedUpItsTokensIsStopped() throws Exception {
    var budget = Budget.ofTokens(30);
    var agent = agent(Backend.of(OpenAi.streaming(server))).budget(budget).build();
    DetachedContext context = context();
    agent.ask(CLAIM, context).data();
    agent.ask(CLAIM, context).data();

    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> agent.ask(CLAIM, context).data());

    assertThat(failure.kind()).isEqualTo(Kind.BUDGET);
    assertThat(failure)
        .hasMessage(
            "the run has used up its budget for models, 36 of 30 tokens,"
                + " when detached asked for more");
    assertThat(context.cancelReason()).hasValueSatisfying(r -> assertThat(r).contains("36 of 30"));
    assertThat(budget.spent(context.correlationId()).tokens()).isEqualTo(36);
    assertThat(agent.ask(CLAIM, context()).data()).isEqualTo("yes");
  }

  @Test
  void runThatHasUsedUpItsMoneyIsStopped() throws Exception {
    var prices = PriceTable.of(Map.of(OpenAi.MODEL, Price.of("1000", "1000")));
    var backend = Backend.builder(OpenAi.streaming(server)).prices(prices).build();
    var agent = agent(backend).budget(Budget.ofCost(new BigDecimal("0.01"))).build();
    DetachedContext context = context();
    agent.ask(CLAIM, context).data();

    ModelException failure =
        catchThrowableOfType(ModelException.class, () -> agent.ask(CLAIM, context).data());

    assertThat(failure).hasMessageContaining("0.018 of 0.01");
  }

  @Test
  void budgetStopsARunOfTheDispatcher() throws Exception {
    var router = new Router();
    router.on(
        "loop",
        agent(Backend.of(OpenAi.streaming(server)))
            .idleTimeout(ofSeconds(30))
            .callTimeout(ofSeconds(60))
            .budget(Budget.ofTokens(50))
            .build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var report = dispatcher.run(CLAIM).await(ofSeconds(50));

      assertThat(report.toString()).contains("used up its budget for models, 54 of 50 tokens");
    }
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void callsAreTraced() throws Exception {
    server.next(OpenAi.refuses(503, "busy"));
    DetachedContext context = context().agentName("judge");

    agent(Backend.of(OpenAi.streaming(server))).attempts(2).build().ask(CLAIM, context).data();

    var calls = new ArrayList<ModelCalled>();
    context.told().forEach(event -> calls.add((ModelCalled) event));
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).finish()).isEqualTo("unavailable");
    assertThat(calls.get(0).cause()).isPresent();
    assertThat(calls.get(1).agent()).isEqualTo("judge");
    assertThat(calls.get(1).model()).isEqualTo(OpenAi.MODEL);
    assertThat(calls.get(1).inputTokens()).isEqualTo(OpenAi.INPUT_TOKENS);
    assertThat(calls.get(1).outputTokens()).isEqualTo(OpenAi.OUTPUT_TOKENS);
    assertThat(calls.get(1).finish()).isEqualTo("stop");
    assertThat(calls.get(1).cause()).isEmpty();
    assertThat(calls.get(1).correlationId()).isEqualTo(context.correlationId());
  }

  @Test
  void priceIsThatOfTheLongestNameThatFits() {
    var prices =
        PriceTable.of(Map.of("small", Price.of("1", "2"), "small-pro", Price.of("10", "20")));

    assertThat(prices.cost("small-2026-05-01", 1_000_000, 1_000_000))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("3"));
    assertThat(prices.cost("small-pro-2", 1_000_000, 0))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("10"));
    assertThat(prices.cost("smaller", 1, 1)).isEmpty();
  }

  @Test
  void boundsAreChecked() {
    var builder = Backend.builder(OpenAi.streaming(server));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.concurrency(0))
        .withMessage("concurrency must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Budget.ofTokens(0))
        .withMessage("tokens must be at least 1, but is 0");
  }
}
