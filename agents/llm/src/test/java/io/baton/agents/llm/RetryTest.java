package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.agents.AskFailedException;
import io.baton.agents.DetachedContext;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Envelope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryTest {

  private static final Claim CLAIM = new Claim("water is wet");

  private final RecordingTime time = new RecordingTime();
  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private LlmAgentBuilder<Claim, String> agent() {
    return LlmAgent.builder(Claim.class)
        .model(OpenAi.streaming(server))
        .prompt(Claim::text)
        .idleTimeout(RecordingTime.NEVER)
        .callTimeout(RecordingTime.NEVER)
        .answer((_, text) -> new Claim(text));
  }

  private Reply<String> ask(LlmAgentBuilder<Claim, String> agent) {
    return agent.build().ask(CLAIM, DetachedContext.of(CLAIM).time(time));
  }

  private static Kind failure(Reply<String> reply) {
    return catchThrowableOfType(ModelException.class, reply::data).kind();
  }

  @Test
  void whatMayPassIsTriedAgainLaterAndLater() throws Exception {
    server.next(OpenAi.refuses(503, "busy"), OpenAi.refuses(500, "busy"), OpenAi.says("yes"));

    assertThat(ask(agent()).data()).isEqualTo("yes");

    assertThat(time.waits()).hasSize(2);
    assertThat(time.waits().get(0)).isBetween(ofMillis(250), ofMillis(500));
    assertThat(time.waits().get(1)).isBetween(ofMillis(500), ofMillis(1_000));
  }

  @Test
  void attemptsAreBounded() {
    server.always(OpenAi.refuses(503, "busy"));

    assertThat(failure(ask(agent()))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void whatLastsIsNotTriedAgain() {
    server.always(OpenAi.refuses(401, "auth"));

    assertThat(failure(ask(agent()))).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void serviceSaysHowLongToWait() throws Exception {
    server.next(OpenAi.refuses(429, "limit", "Retry-After: 7"), OpenAi.says("yes"));

    assertThat(ask(agent()).data()).isEqualTo("yes");

    assertThat(time.waits()).containsExactly(ofSeconds(7));
  }

  @Test
  void waitThatIsTooLongIsNotWaited() {
    server.always(OpenAi.refuses(429, "limit", "Retry-After: 3600"));

    assertThat(failure(ask(agent()))).isEqualTo(Kind.RATE_LIMITED);
    assertThat(time.waits()).isEmpty();
  }

  @Test
  void runThatEndsBeforeIsNotMadeToWait() {
    server.always(OpenAi.refuses(429, "limit", "Retry-After: 7"));
    Envelope envelope = expiring(time.now().plusSeconds(5));

    Reply<String> reply = agent().build().ask(CLAIM, DetachedContext.of(envelope).time(time));

    assertThat(failure(reply)).isEqualTo(Kind.RATE_LIMITED);
    assertThat(time.waits()).isEmpty();
  }

  private static Envelope expiring(Instant deadline) {
    Envelope root = Envelope.root(CLAIM);
    return new Envelope(
        root.id(),
        root.correlationId(),
        root.causationId(),
        root.causes(),
        root.source(),
        root.time(),
        root.key(),
        root.hops(),
        Optional.of(deadline),
        root.headers(),
        root.event());
  }

  @Test
  void waitsOfThoseThatFailTogetherAreSpread() {
    var settings = CallSettings.USUAL;

    assertThat(
            List.of(1, 2, 3, 4, 5, 6, 7, 8).stream().map(i -> settings.waitAfter(1, i)).distinct())
        .hasSizeGreaterThan(5);
    assertThat(settings.waitAfter(50, 0)).isBetween(ofSeconds(30), ofSeconds(60));
  }

  @Test
  void cancelledRunEndsTheCallAtOnce() throws Exception {
    var asked = new CountDownLatch(1);
    var gone = new CompletableFuture<Boolean>();
    server.next((_, exchange) -> {
      exchange.stream("text/event-stream");
      asked.countDown();
      gone.complete(exchange.awaitClientGone(ofSeconds(30)));
    });
    var router = new Router();
    router.on("slow", agent().build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(CLAIM);
      asked.await();
      run.cancel("enough");

      assertThat(gone.get(30, SECONDS)).isTrue();
      run.ended().get(30, SECONDS);
    }
  }

  @Test
  void cancelledRunEndsTheCallOfAReplyThatNobodyWaitsFor() throws Exception {
    var gone = new CompletableFuture<Boolean>();
    var begun = new CountDownLatch(1);
    server.next((_, exchange) -> {
      begun.countDown();
      gone.complete(exchange.awaitClientGone(ofSeconds(30)));
    });
    var asking = agent().build();
    var asked = new CompletableFuture<Reply<String>>();
    var router = new Router();
    router.on(
        Claim.class,
        "asker",
        (claim, context) -> {
          asked.complete(asking.ask(claim, context));
          new CountDownLatch(1).await();
          return List.of();
        });

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(CLAIM);
      Reply<String> reply = asked.get(30, SECONDS);
      begun.await();
      run.cancel("enough");

      assertThat(failure(reply)).isEqualTo(Kind.CANCELLED);
      assertThat(gone.get(30, SECONDS)).isTrue();
    }
  }

  @Test
  void interruptEndsTheCallOfAReplyThatIsRead() throws Exception {
    var gone = new CompletableFuture<Boolean>();
    server.next((_, exchange) -> {
      exchange.stream("text/event-stream");
      exchange.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}");
      gone.complete(exchange.awaitClientGone(ofSeconds(30)));
    });
    var reading = new CountDownLatch(1);
    var router = new Router();
    router.on(
        "reader",
        agent()
            .onReply((_, reply, _) -> {
              for (Piece _ : reply.stream()) {
                reading.countDown();
              }
              return List.of();
            })
            .build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var run = dispatcher.run(CLAIM);
      reading.await();
      run.cancel("enough");

      assertThat(gone.get(30, SECONDS)).isTrue();
    }
  }

  @Test
  void deadlineOfARunEndsTheCall() throws Exception {
    var gone = new CompletableFuture<Boolean>();
    server.always((_, exchange) -> gone.complete(exchange.awaitClientGone(ofSeconds(30))));
    var router = new Router();
    router.on("slow", agent().build());

    try (var dispatcher = AsyncDispatcher.start(router)) {
      var answer = dispatcher.ask(CLAIM, Judged.class, o -> o.within(ofMillis(500)));

      assertThatExceptionOfType(AskFailedException.class)
          .isThrownBy(() -> answer.get(ofSeconds(30)));
      assertThat(gone.get(30, SECONDS)).isTrue();
    }
  }
}
