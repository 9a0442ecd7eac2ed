package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.WaitGuard;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class FieldStreamTest {
  private final FieldFeed feed = new FieldFeed();
  private final FieldStream stream = feed.stream();

  @Test
  void readersGetEventsBeforeTheAnswerEnds() throws Exception {
    var iterator = stream.iterator();
    var subscriber = new FieldReadings(10);
    stream.subscribe(subscriber);

    feed.accept("{\"title\": \"He");

    var first = new FieldEvent.Delta(FieldPath.parse("title"), "He");
    assertThat(iterator.next()).isEqualTo(first);
    assertThat(subscriber.events(1)).containsExactly(first);
  }

  @Test
  void everyReaderGetsEverythingWheneverItComes() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var early = threads.submit(() -> FieldReadings.read(stream));
      var subscriber = new FieldReadings(1);
      stream.subscribe(subscriber);
      feed.accept("So: {\"a\": \"x");
      var during = threads.submit(() -> FieldReadings.read(stream));
      feed.accept("y\"}");
      feed.end();

      String all = "Δa x, Δa y, ✓a \"xy\", ✓root, End {\"a\":\"xy\"} complete";
      assertThat(FieldReadings.read(stream)).isEqualTo(all);
      assertThat(early.get()).isEqualTo(all);
      assertThat(during.get()).isEqualTo(all);
      assertThat(subscriber.read()).isEqualTo(all);
    }
  }

  @Test
  void answerThatIsCutOffEndsEveryReader() throws Exception {
    feed.accept("{\"a\": \"x");
    feed.end();
    feed.end();
    feed.fail(new IllegalStateException("too late"));
    var subscriber = new FieldReadings(Long.MAX_VALUE);
    stream.subscribe(subscriber);

    assertThat(FieldReadings.read(stream)).isEqualTo("Δa x, End cut off {} complete");
    assertThat(subscriber.read()).isEqualTo("Δa x, End cut off {} complete");
  }

  @Test
  void failureEndsEveryReaderOnce() throws Exception {
    var subscriber = new FieldReadings(1);
    stream.subscribe(subscriber);
    feed.accept("{\"a\": 1");
    feed.accept(", ");
    feed.fail(new IllegalStateException("no line"));
    feed.fail(new IllegalStateException("again"));
    feed.accept("\"b\": 2}");
    feed.end();

    String all = "✓a 1 java.lang.IllegalStateException: no line";
    assertThat(FieldReadings.read(stream)).isEqualTo(all);
    assertThat(subscriber.read()).isEqualTo(all);
    assertThatThrownBy(() -> stream.done("b")).hasMessage("no line");
    assertThatThrownBy(stream::tree).hasMessage("no line");
    assertThat(stream.done("a")).map(JsonNode::asInt).contains(1);
  }

  @Test
  void failureIsToldWithoutAnyDemand() throws Exception {
    var subscriber = new FieldReadings(0);
    stream.subscribe(subscriber);

    feed.fail(new IllegalStateException("no line"));

    assertThat(subscriber.ending()).isEqualTo("java.lang.IllegalStateException: no line");
  }

  @Test
  void answerThatIsNoJsonFailsItsReadersOnlyWhenItIsAccepted() {
    feed.accept("{\"a\": 1 2");
    feed.accept("}");

    assertThatThrownBy(feed::finish).isInstanceOf(FieldException.Malformed.class);
    assertThatThrownBy(feed::finish).isInstanceOf(FieldException.Malformed.class);
    feed.end();

    assertThat(FieldReadings.read(stream))
        .startsWith("✓a 1 ")
        .endsWith("must have a comma or an end at character 8, in \"a\", but has '2'");
  }

  @Test
  void everyReadingFollowsTheAttemptThatIsAccepted() throws Exception {
    var subscriber = new FieldReadings(2);
    stream.subscribe(subscriber);
    feed.accept("{\"a\": \"x\", \"b\": \"no");
    assertThat(feed.finish().truncated()).isTrue();
    feed.restart();
    feed.accept("{\"a\": 1 2}");
    feed.restart();
    feed.accept("{\"b\": \"y\"}");
    assertThat(feed.finish().isWhole()).isTrue();
    feed.end();

    String all =
        "Δa x, ✓a \"x\", Δb no, Reset root, ✓a 1, Reset root,"
            + " Δb y, ✓b \"y\", ✓root, End {\"b\":\"y\"} complete";
    assertThat(FieldReadings.read(stream)).isEqualTo(all);
    assertThat(subscriber.read()).isEqualTo(all);
    assertThat(stream.tree()).hasToString("{\"b\":\"y\"}");
  }

  @Test
  void attemptThatToldNothingIsNotReset() {
    feed.accept("I would rather not.");
    assertThat(feed.finish().isWhole()).isFalse();
    feed.restart();
    feed.accept("[]");
    feed.end();
    feed.restart();

    assertThat(FieldReadings.read(stream)).isEqualTo("✓root, End [] complete");
  }

  @Test
  void finishedAttemptTakesNoText() {
    feed.finish();

    assertThatThrownBy(() -> feed.accept("{}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("attempt is finished, and takes no text any more");
  }

  @Test
  void oneFieldIsThereBeforeTheAnswerEnds() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> topic = threads.submit(() -> stream.done("items[1].t").toString());
      feed.accept("{\"items\": [{\"t\": 1}, {\"t\": 2}, ");

      assertThat(topic.get()).isEqualTo("Optional[2]");
      feed.accept("]}");
      feed.end();
      assertThat(stream.done("items[2].t")).isEmpty();
    }
  }

  @Test
  void readerMayAskForPathsOfOneForm() {
    feed.accept(
        "{\"items\": [{\"t\": \"a\", \"n\": 1}, {\"t\": \"b\"}], \"t\": \"c\", \"items\": 3");
    feed.restart();
    feed.accept("{\"items\": [{\"t\": \"d\"}]}");
    feed.end();

    assertThat(FieldReadings.read(stream.at("items[*].t")))
        .isEqualTo(
            "Δitems[0].t a, ✓items[0].t \"a\", Δitems[1].t b, ✓items[1].t \"b\", Reset items,"
                + " Reset root, Δitems[0].t d, ✓items[0].t \"d\","
                + " End {\"items\":[{\"t\":\"d\"}]} complete");
  }

  @Test
  void answerWithoutValueShowsItsText() {
    feed.accept("I cannot ");
    feed.accept("answer that." + " Sorry.".repeat(100));
    feed.end();

    assertThatThrownBy(stream::tree)
        .isInstanceOfSatisfying(
            FieldException.NoValue.class,
            e -> assertThat(e.text()).startsWith("I cannot answer that. Sorry.").hasSize(500))
        .hasMessageStartingWith("answer holds no JSON object or array: \"I cannot answer that.");
  }

  @Test
  void answerThatIsCutOffHasNoTree() throws Exception {
    feed.accept("[\"a\", ");
    feed.end();

    assertThatThrownBy(stream::tree).hasMessage("answer is cut off: \"[\"a\", \"");
    assertThat(stream.end().tree()).hasToString("[\"a\"]");
  }

  @Test
  void undeclaredFieldsAreKnown() {
    var declared = new FieldFeed(FieldShape.of("a"), FieldLimits.defaults()).stream();

    assertThat(declared.isDeclared(FieldPath.parse("a"))).isTrue();
    assertThat(declared.isDeclared(FieldPath.parse("b"))).isFalse();
    assertThat(stream.isDeclared(FieldPath.parse("b"))).isTrue();
  }

  @Test
  void agentThatMustNotWaitIsRefused() {
    feed.accept("[1");

    assertThatThrownBy(() -> WaitGuard.callStrictly("judge", stream::iterator))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("agent judge must not wait for the fields of an answer: its route is strict");
    assertThatThrownBy(() -> WaitGuard.callStrictly("judge", () -> stream.done("a")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> WaitGuard.callStrictly("judge", stream::tree))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void interruptedReaderLeaves() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reader =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> stream.iterator().hasNext())
                .isInstanceOf(FieldException.Interrupted.class)
                .hasMessage("interrupted while waiting for the fields of an answer");
            assertThat(Thread.interrupted()).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> stream.done("a")).isInstanceOf(InterruptedException.class);
          });
      reader.get();
    }
  }

  @Test
  void iteratorHasNothingAfterTheEnd() {
    feed.end();
    var iterator = stream.iterator();

    assertThat(iterator.next()).isInstanceOf(FieldEvent.End.class);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the answer has ended, and all its events were read");
  }

  @Test
  void subscriberGetsWhatItAsksFor() throws Exception {
    var subscriber = new FieldReadings(0);
    stream.subscribe(subscriber);
    feed.accept("[1, 2, 3]");
    feed.end();

    subscriber.subscription().request(2);
    assertThat(Told.of(subscriber.events(2))).isEqualTo("✓[0] 1, ✓[1] 2");
    subscriber.subscription().request(Long.MAX_VALUE);
    subscriber.subscription().request(Long.MAX_VALUE);

    assertThat(subscriber.read()).isEqualTo("✓[0] 1, ✓[1] 2, ✓[2] 3, ✓root, End [1,2,3] complete");
  }

  @Test
  void requestForNothingIsAMistake() throws Exception {
    var subscriber = new FieldReadings(0);
    stream.subscribe(subscriber);

    subscriber.subscription().request(0);

    assertThat(subscriber.ending())
        .isEqualTo(
            "java.lang.IllegalArgumentException:"
                + " a request must be for at least 1 event, but is for 0");
  }

  @Test
  void subscriberThatCancelsOrThrowsHarmsNobody() throws Exception {
    var cancelled = new CountDownLatch(1);
    var leaving =
        new ThrowingSubscriber(subscription -> {
          subscription.cancel();
          cancelled.countDown();
        });
    stream.subscribe(leaving);
    stream.subscribe(
        new ThrowingSubscriber(_ -> {
          throw new IllegalStateException("mine");
        }));
    feed.accept("[1]");
    feed.end();

    assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(FieldReadings.read(stream)).endsWith("complete");
  }
}
