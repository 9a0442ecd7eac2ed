package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.tracing.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class DeadLetterDeskTest {
  private final Sources sources = new Sources();
  private final DeadLetterDesk desk =
      new DeadLetterDesk(sources, new Payloads(Redactor.byDefault()));
  private final AtomicBoolean isBroken = new AtomicBoolean(true);
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void letterThatTwoRedispatchAtOnceIsDeliveredOnce() throws Exception {
    try (var dispatcher = worker()) {
      for (int i = 1; i <= 100; i++) {
        isBroken.set(true);
        DeadLetter letter = fail(dispatcher);
        isBroken.set(false);
        var go = new CountDownLatch(1);
        var answers =
            Stream.generate(() -> CompletableFuture.supplyAsync(() -> redispatch(letter, go)))
                .limit(2)
                .toList();

        go.countDown();

        assertThat(answers.stream().map(CompletableFuture::join))
            .containsExactlyInAnyOrder(
                "{\"done\":true,\"message\":\"Delivered once more.\"}",
                "{\"done\":false,\"message\":\"That letter is not kept any more.\"}");
        dispatcher.awaitDrained(Duration.ofMinutes(1));
        assertThat(done).hasValue(i);
      }
    }
  }

  @Test
  void letterIsFoundAlsoWhereAnotherDispatcherHasTheSameName() throws Exception {
    try (var first = worker();
        var second = worker()) {
      DeadLetter letter = fail(second);
      isBroken.set(false);

      assertThat(redispatch(letter, new CountDownLatch(0))).contains("\"done\":true");
      second.awaitDrained(Duration.ofMinutes(1));
      assertThat(done).hasValue(1);
      assertThat(first.deadLetters().size()).isZero();
    }
  }

  @Test
  void letterOfAClosedDispatcherIsKept() throws Exception {
    var dispatcher = worker();
    DeadLetter letter = fail(dispatcher);
    dispatcher.close();

    assertThat(redispatch(letter, new CountDownLatch(0)))
        .isEqualTo(
            "{\"done\":false,\"message\":\"The dispatcher is closed; the letter is kept.\"}");
    assertThat(dispatcher.deadLetters().list()).containsExactly(letter);
  }

  private AsyncDispatcher worker() {
    var router = new Router();
    router.on(
        Job.class,
        "worker",
        (_, _) -> {
          if (isBroken.get()) {
            throw new IllegalStateException("on purpose");
          }
          done.incrementAndGet();
          return List.of();
        });
    var dispatcher = AsyncDispatcher.builder(router).name("works").start();
    sources.started(dispatcher);
    return dispatcher;
  }

  private static DeadLetter fail(AsyncDispatcher dispatcher) throws Exception {
    dispatcher.run(new Job()).await(Duration.ofMinutes(1));
    return dispatcher.deadLetters().list().getLast();
  }

  private String redispatch(DeadLetter letter, CountDownLatch go) {
    String id = letter.envelope().id().toString();
    JsonNode wanted =
        Json.object("{\"dispatcher\":\"works\",\"event\":\"" + id + "\",\"agent\":\"worker\"}")
            .orElseThrow();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return desk.act("redispatch", wanted).body();
  }

  record Job() implements Event {}
}
