package io.baton.agents.llm;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.DetachedContext;
import io.baton.agents.WaitGuard;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.agents.llm.ModelServer.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplyTest {

  private static final Claim CLAIM = new Claim("water is wet");
  private static final String HOLDS = "{\"holds\": true, \"reason\": \"it is\"}";

  private ModelServer server;

  record Verdict(boolean holds, String reason) {}

  record Term(String word) {}

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private LlmAgentBuilder<Claim, Verdict> judge() {
    var prices = PriceTable.of(Map.of("gpt", Price.of("1", "10")));
    return LlmAgent.builder(Claim.class, Verdict.class)
        .model(Backend.builder(OpenAi.streaming(server)).prices(prices).build())
        .prompt(Claim::text)
        .answer((claim, verdict) -> new Judged(claim.text(), verdict.holds()));
  }

  private Reply<Verdict> ask(Script... scripts) {
    server.next(scripts);
    return judge().build().ask(CLAIM, DetachedContext.of(CLAIM));
  }

  private static List<Piece> read(Reply<?> reply) {
    var pieces = new ArrayList<Piece>();
    reply.stream().forEach(pieces::add);
    return pieces;
  }

  private static String text(List<Piece> pieces) {
    var text = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text(var more) -> text.append(more);
        case Piece.Restart _, Piece.ToolCall _ -> text.setLength(0);
        case Piece.Reasoning _ -> {}
      }
    }
    return text.toString();
  }

  @Test
  void oneRequestIsReadInManyWays() throws Exception {
    Reply<Verdict> reply = ask(OpenAi.says(HOLDS));

    assertThat(reply.text()).isEqualTo(HOLDS);
    assertThat(reply.data()).isEqualTo(new Verdict(true, "it is"));
    assertThat(reply.future().get(30, SECONDS)).isEqualTo(new Verdict(true, "it is"));
    assertThat(text(read(reply))).isEqualTo(HOLDS);
    assertThat(reply.fields().tree().path("reason").asString()).isEqualTo("it is");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void metaTellsModelTokensAndCost() throws Exception {
    ReplyMeta meta = ask(OpenAi.says(HOLDS)).meta();

    assertThat(meta.provider()).isEqualTo("open_ai");
    assertThat(meta.model()).isEqualTo("gpt-test");
    assertThat(meta.calls()).isEqualTo(1);
    assertThat(meta.inputTokens()).isEqualTo(11);
    assertThat(meta.outputTokens()).isEqualTo(7);
    assertThat(meta.cost().orElseThrow()).isEqualByComparingTo("0.000081");
    assertThat(meta.finish()).isEqualTo("stop");
    assertThat(meta.firstToken().orElseThrow()).isPositive().isLessThanOrEqualTo(meta.work());
  }

  @Test
  void everyReaderSeesTheSame() throws Exception {
    var goOn = new CountDownLatch(1);
    Reply<Verdict> reply =
        ask((request, exchange) -> {
          goOn.await(30, SECONDS);
          OpenAi.says(HOLDS).answer(request, exchange);
        });
    var readers = new ArrayList<Future<List<Piece>>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        readers.add(executor.submit(() -> read(reply)));
      }
      goOn.countDown();
    }

    List<Piece> late = read(reply);

    for (var reader : readers) {
      assertThat(reader.get()).isEqualTo(late);
    }
    assertThat(late).hasSizeGreaterThan(5);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void readersFollowTheAcceptedAttemptAfterACut() throws Exception {
    server.next(OpenAi.cutAfter("{\"holds\": fal"), OpenAi.says(HOLDS));

    Reply<Verdict> reply =
        judge().backoff(ofMillis(1), ofSeconds(1)).build().ask(CLAIM, DetachedContext.of(CLAIM));

    assertThat(reply.data().holds()).isTrue();
    assertThat(reply.text()).isEqualTo(HOLDS);
    assertThat(text(read(reply))).isEqualTo(HOLDS);
    assertThat(read(reply)).anyMatch(Piece.Restart.class::isInstance);
    assertThat(reply.fields().tree().path("holds").asBoolean()).isTrue();
    assertThat(reply.meta().calls()).isEqualTo(2);
  }

  @Test
  void readersFollowTheAcceptedAttemptAfterARepair() throws Exception {
    Reply<Verdict> reply =
        ask(OpenAi.says("{\"holds\": 1, \"reason\": \"old\"}"), OpenAi.says(HOLDS));

    var reasons = new ArrayList<String>();
    for (FieldEvent field : reply.fields()) {
      switch (field) {
        case FieldEvent.Done(var path, var value) when path.toString().equals("reason") ->
            reasons.add(value.asString());
        case FieldEvent.Reset _ -> reasons.clear();
        default -> {}
      }
    }

    assertThat(reasons).containsExactly("it is");
    assertThat(text(read(reply))).isEqualTo(HOLDS);
    assertThat(reply.meta().inputTokens()).isEqualTo(22);
  }

  @Test
  void toolCallsAreOfTheStream() throws Exception {
    server.next(
        OpenAi.calls(new OpenAi.Call("7", "search", "{\"word\": \"wet\"}")), OpenAi.says(HOLDS));
    var tool = Tool.of("search", "Looks a word up.", Term.class, Term::word);

    Reply<Verdict> reply = judge().tools(tool).build().ask(CLAIM, DetachedContext.of(CLAIM));

    assertThat(read(reply)).startsWith(new Piece.ToolCall("7", "search", "{\"word\": \"wet\"}"));
    assertThat(text(read(reply))).isEqualTo(HOLDS);
    assertThat(reply.data().holds()).isTrue();
  }

  @Test
  void subscribersGetWhatTheyAskFor() throws Exception {
    Reply<Verdict> reply = ask(OpenAi.says(HOLDS));
    var got = new CopyOnWriteArrayList<Piece>();
    var done = new CompletableFuture<Boolean>();
    reply.stream()
        .subscribe(
            new Flow.Subscriber<>() {
              private final CompletableFuture<Flow.Subscription> subscription =
                  new CompletableFuture<>();

              @Override
              public void onSubscribe(Flow.Subscription given) {
                subscription.complete(given);
                given.request(1);
              }

              @Override
              public void onNext(Piece piece) {
                got.add(piece);
                subscription.join().request(1);
              }

              @Override
              public void onError(Throwable failure) {
                done.completeExceptionally(failure);
              }

              @Override
              public void onComplete() {
                done.complete(Thread.currentThread().isVirtual());
              }
            });

    assertThat(done.get(30, SECONDS)).isTrue();
    assertThat(got).isEqualTo(read(reply));
  }

  @Test
  void subscriberThatAsksForNothingIsTold() throws Exception {
    Reply<Verdict> reply = ask(OpenAi.says(HOLDS));
    var failure = new CompletableFuture<Throwable>();
    reply.stream()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription given) {
                given.request(0);
              }

              @Override
              public void onNext(Piece piece) {
                failure.complete(new AssertionError("nothing was asked for"));
              }

              @Override
              public void onError(Throwable why) {
                failure.complete(why);
              }

              @Override
              public void onComplete() {
                failure.complete(new AssertionError("it is wrong"));
              }
            });

    assertThat(failure.get(30, SECONDS)).hasMessage("request must be at least 1, but is 0");
  }

  @Test
  void everyReadingFailsAlike() {
    Reply<Verdict> reply = ask(OpenAi.refuses(401, "auth"));

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(reply::data)
        .extracting(ModelException::kind)
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThatExceptionOfType(ModelException.class).isThrownBy(reply::text);
    assertThatExceptionOfType(ModelException.class).isThrownBy(reply::meta);
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> read(reply));
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> reply.fields().end());
    assertThatThrownBy(() -> reply.future().get(30, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ModelException.class);
  }

  @Test
  void cancelClosesTheConnectionAndEndsEveryReading() throws Exception {
    var gone = new CompletableFuture<Boolean>();
    Reply<Verdict> reply =
        ask((request, exchange) -> {
          exchange.stream("text/event-stream");
          exchange.event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}");
          gone.complete(exchange.awaitClientGone(ofSeconds(30)));
        });
    var pieces = reply.stream().iterator();
    pieces.next();

    reply.cancel();

    assertThat(gone.get(30, SECONDS)).isTrue();
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(pieces::hasNext)
        .extracting(ModelException::kind)
        .isEqualTo(Kind.CANCELLED);
  }

  @Test
  void waitIsRefusedWhereAnAgentMustNotWait() {
    Reply<Verdict> reply = ask(OpenAi.stallsAfter("{"));

    assertThatIllegalStateException()
        .isThrownBy(() -> WaitGuard.callStrictly("inline", reply::data))
        .withMessageContaining("agent inline must not wait for a model's answer");
    reply.cancel();
  }

  @Test
  void interruptedReaderLeavesTheModelAlone() throws Exception {
    var goOn = new CountDownLatch(1);
    Reply<Verdict> reply =
        ask((request, exchange) -> {
          goOn.await(30, SECONDS);
          OpenAi.says(HOLDS).answer(request, exchange);
        });
    Thread.currentThread().interrupt();

    assertThatThrownBy(reply::data).isInstanceOf(InterruptedException.class);

    goOn.countDown();
    assertThat(reply.data().holds()).isTrue();
  }
}
