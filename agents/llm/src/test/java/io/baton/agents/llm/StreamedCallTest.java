package io.baton.agents.llm;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.http.client.sse.CancellationUnsupportedHandle;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandleUtils;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.baton.agents.DetachedContext;
import io.baton.agents.VirtualTime;
import io.baton.agents.llm.ModelException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models that do what they should not, whatever their transport is. */
@Timeout(60)
class StreamedCallTest {

  private static final Claim CLAIM = new Claim("water is wet");

  private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);

  /** A model that hands out its handler, for a test to do with it what it likes. */
  private static final class Open implements StreamingChatModel {
    private final CompletableFuture<StreamingChatResponseHandler> handler =
        new CompletableFuture<>();

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler given) {
      handler.complete(given);
    }

    StreamingChatResponseHandler handler() throws Exception {
      return handler.get(30, SECONDS);
    }
  }

  private static ChatResponse response(String text) {
    return ChatResponse.builder()
        .aiMessage(AiMessage.from(text))
        .finishReason(FinishReason.STOP)
        .build();
  }

  private LlmAgentBuilder<Claim, String> agent() {
    return LlmAgent.builder(Claim.class)
        .prompt(Claim::text)
        .attempts(1)
        .answer((_, text) -> new Claim(text));
  }

  private Reply<String> ask(LlmAgentBuilder<Claim, String> agent) {
    return agent.build().ask(CLAIM, DetachedContext.of(CLAIM).time(time));
  }

  private static ModelException failure(Reply<String> reply) {
    return catchThrowableOfType(ModelException.class, reply::data);
  }

  @Test
  void firstEndCounts() throws Exception {
    var model = new Open();
    Reply<String> reply = ask(agent().model(model));

    model.handler().onPartialResponse("one");
    model.handler().onError(new IllegalStateException("oops"));
    model.handler().onPartialResponse("two");
    model.handler().onCompleteResponse(response("onetwo"));

    ModelException failure = failure(reply);
    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure).hasMessageContaining("oops");
    assertThat(failure.text()).isEqualTo("one");
  }

  @Test
  void errorBehindTheEndIsIgnored() throws Exception {
    var model = new Open();
    Reply<String> reply = ask(agent().model(model));

    model.handler().onPartialResponse("one");
    model.handler().onCompleteResponse(response("one"));
    model.handler().onError(new IllegalStateException("oops"));

    assertThat(reply.data()).isEqualTo("one");
    assertThat(reply.stream()).containsExactly(new Piece.Text("one"));
  }

  @Test
  void streamThatCannotBeCancelledEndsAllTheSame() throws Exception {
    var model = new Open();
    Reply<String> reply = ask(agent().model(model));
    var handle =
        ServerSentEventParsingHandleUtils.toStreamingHandle(new CancellationUnsupportedHandle());

    model
        .handler()
        .onPartialResponse(new PartialResponse("one"), new PartialResponseContext(handle));
    reply.cancel();

    assertThat(failure(reply).kind()).isEqualTo(Kind.CANCELLED);
  }

  @Test
  void silentModelIsATimeoutWhateverItsTransport() throws Exception {
    var model = new Open();
    Reply<String> reply = ask(agent().model(model).idleTimeout(ofSeconds(10)));

    model.handler().onPartialResponse("one");
    time.advance(ofSeconds(9));
    model.handler().onPartialResponse("two");
    time.advance(ofSeconds(9));
    assertThat(reply.isDone()).isFalse();
    time.advance(ofSeconds(1));

    ModelException failure = failure(reply);
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure).hasMessageContaining("nothing came from the model for PT10S");
    assertThat(failure.text()).isEqualTo("onetwo");
  }

  @Test
  void partsOfAToolCallAreNoSilence() throws Exception {
    var model = new Open();
    Reply<String> reply = ask(agent().model(model).idleTimeout(ofSeconds(10)));

    for (int i = 0; i < 3; i++) {
      model.handler().onPartialToolCall(part());
      time.advance(ofSeconds(9));
    }
    model.handler().onCompleteResponse(response("done"));

    assertThat(reply.data()).isEqualTo("done");
    assertThat(reply.meta().firstToken()).contains(Duration.ZERO);
  }

  private static PartialToolCall part() {
    return PartialToolCall.builder().index(0).name("search").partialArguments("{").build();
  }

  @Test
  void callThatGoesOnForEverIsATimeout() throws Exception {
    var model = new Open();
    Reply<String> reply = ask(agent().model(model).callTimeout(ofMinutes(1)));

    for (int i = 0; i < 3; i++) {
      model.handler().onPartialResponse("on and ");
      time.advance(ofSeconds(20));
    }

    assertThat(failure(reply)).hasMessageContaining("the answer took longer than PT1M");
  }

  @Test
  void modelThatThrowsFails() {
    StreamingChatModel broken =
        new StreamingChatModel() {
          @Override
          public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            throw new IllegalStateException("oops");
          }
        };

    assertThat(failure(ask(agent().model(broken))).kind()).isEqualTo(Kind.FAILED);
  }

  @Test
  void blockingModelIsInterruptedWhenItsTimeIsUp() throws Exception {
    var asked = new CountDownLatch(1);
    var interrupted = new CompletableFuture<Boolean>();
    ChatModel slow =
        new ChatModel() {
          @Override
          public ChatResponse doChat(ChatRequest request) {
            asked.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.complete(true);
              throw new IllegalStateException(e);
            }
            return response("late");
          }
        };
    Reply<String> reply = ask(agent().model(slow).callTimeout(ofSeconds(30)));
    asked.await();

    time.advance(ofSeconds(30));

    assertThat(failure(reply).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(interrupted.get(30, SECONDS)).isTrue();
  }

  @Test
  void endsOfManyThreadsAreOne() throws Exception {
    for (int round = 0; round < 200; round++) {
      var model = new Open();
      Reply<String> reply = ask(agent().model(model));
      StreamingChatResponseHandler handler = model.handler();
      List<Thread> threads =
          IntStream.range(0, 6)
              .mapToObj(i -> Thread.ofVirtual().unstarted(() -> end(handler, reply, i)))
              .toList();

      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      String first = outcome(reply);
      assertThat(outcome(reply)).isEqualTo(first);
      assertThat(pieces(reply)).isLessThanOrEqualTo(2);
    }
  }

  private static void end(StreamingChatResponseHandler handler, Reply<String> reply, int way) {
    switch (way % 3) {
      case 0 -> {
        handler.onPartialResponse("one");
        handler.onCompleteResponse(response("one"));
      }
      case 1 -> handler.onError(new IllegalStateException("oops"));
      default -> reply.cancel();
    }
  }

  private static String outcome(Reply<String> reply) throws InterruptedException {
    try {
      return reply.data();
    } catch (ModelException e) {
      return e.kind() + " " + e.getMessage();
    }
  }

  private static int pieces(Reply<String> reply) {
    int count = 0;
    var pieces = reply.stream().iterator();
    try {
      while (pieces.hasNext()) {
        pieces.next();
        count++;
      }
    } catch (ModelException e) {
      return count; // the end of it
    }
    return count;
  }
}
