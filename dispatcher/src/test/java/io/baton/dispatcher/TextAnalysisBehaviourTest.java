package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.events.Event;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextAnalysisBehaviourTest {

  record TextReceived(String name, String text) implements Event {}

  record Analyzed(int words) implements Event {}

  record Summarized(String summary) implements Event {}

  record Combined(String name, int words, String summary) implements Event {}

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "4,1", "5,1", "1000,1", "1,100", "2,100", "4,100", "5,100", "1000,100"})
  void theBatchSizeChangesNoResult(int batchSize, int documents) throws Exception {
    var router = new Router();
    Set<Combined> combined = ConcurrentHashMap.newKeySet();
    router.on(
        TextReceived.class,
        "analyzer",
        (text, _) -> List.of(new Analyzed(text.text().split(" ", -1).length)),
        o -> o.concurrency(4).execution(Execution.CPU));
    router.on(
        TextReceived.class,
        "summarizer",
        (text, _) -> List.of(new Summarized(text.text().split(" ", -1)[0])));
    router.on(
        "combiner",
        Join.of(TextReceived.class, Analyzed.class, Summarized.class)
            .into((text, facts, summary) ->
                new Combined(text.name(), facts.words(), summary.summary())));
    router.listen(Combined.class, "output", combined::add);

    try (var dispatcher = AsyncDispatcher.builder(router).batchSize(batchSize).start()) {
      for (int i = 0; i < documents; i++) {
        dispatcher.dispatch(new TextReceived("text " + i, "start" + i + " word".repeat(i % 10)));
      }
      var report = dispatcher.awaitDrained(ofSeconds(20));

      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isZero();
      assertThat(report.openJoins()).isZero();
    }
    assertThat(combined)
        .isEqualTo(
            IntStream.range(0, documents)
                .mapToObj(i -> new Combined("text " + i, 1 + i % 10, "start" + i))
                .collect(Collectors.toSet()));
  }
}
