package io.baton.samples.text;

import static java.time.Duration.ofMinutes;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Sink;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.samples.text.TextEvent.Combined;
import io.baton.samples.text.TextEvent.TextReceived;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRoutesTest {
  private static final int SENTENCES = 2;
  private static final List<String> SUBJECTS = List.of("fox", "crow", "lion", "hare", "tortoise");

  private static English english;

  private final Queue<Combined> results = new ConcurrentLinkedQueue<>();
  private final Queue<DeadLetter> dead = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void load() {
    english = English.load();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "2, 1", "4, 1", "5, 1", "1000, 1",
    "1, 100", "2, 100", "4, 100", "5, 100", "1000, 100"
  })
  void batchSizeDoesNotChangeTheResults(int batchSize, int documents) throws Exception {
    List<TextReceived> texts =
        IntStream.range(0, documents).mapToObj(TextRoutesTest::text).toList();

    DrainReport report = run(texts, batchSize, results::add);

    assertThat(report.drained()).isTrue();
    assertThat(report.failed()).isZero();
    assertThat(report.openJoins()).isZero();
    assertThat(report.handled()).isEqualTo(6L * documents);
    assertThat(results).hasSize(documents);
    assertThat(byName()).isEqualTo(texts.stream().collect(toMap(TextReceived::name, this::alone)));
  }

  @Test
  void failedOutputOfOneDocumentLeavesTheOthersAlone() throws Exception {
    List<TextReceived> texts = IntStream.range(0, 10).mapToObj(TextRoutesTest::text).toList();

    DrainReport report =
        run(
            texts,
            64,
            result -> {
              if (result.name().equals("7")) {
                throw new IllegalStateException("no paper");
              }
              results.add(result);
            });

    assertThat(report.drained()).isTrue();
    assertThat(report.failed()).isEqualTo(1);
    assertThat(results).extracting(Combined::name).hasSize(9).doesNotContain("7");
    assertThat(dead).singleElement().extracting(DeadLetter::agent).isEqualTo("output");
  }

  @Test
  void checkFindsNothingToCorrect() {
    Router router = TextRoutes.router(english, 1, SENTENCES, results::add, dead::add);

    assertThat(router.check()).isEmpty();
  }

  private DrainReport run(List<TextReceived> texts, int batchSize, Sink<Combined> output)
      throws InterruptedException {
    Router router = TextRoutes.router(english, 2, SENTENCES, output, dead::add);
    try (var dispatcher = AsyncDispatcher.builder(router).batchSize(batchSize).start()) {
      texts.forEach(dispatcher::dispatch);
      return dispatcher.awaitDrained(ofMinutes(1));
    }
  }

  private Map<String, Combined> byName() {
    return results.stream().collect(toMap(Combined::name, TextRoutesTest::withoutWork));
  }

  private Combined alone(TextReceived text) {
    return new Combined(
        text.name(),
        new TextAnalyzer(english).analyze(text.text()),
        new Summarizer(english, SENTENCES).summarize(text.text()),
        Duration.ZERO);
  }

  private static Combined withoutWork(Combined result) {
    return new Combined(result.name(), result.analysis(), result.summary(), Duration.ZERO);
  }

  private static TextReceived text(int number) {
    String subject = SUBJECTS.get(number % SUBJECTS.size());
    return new TextReceived(
        String.valueOf(number),
        "The %1$s met a stranger. It rained all day. The %1$s asked him %2$d questions. He left."
            .formatted(subject, number));
  }
}
