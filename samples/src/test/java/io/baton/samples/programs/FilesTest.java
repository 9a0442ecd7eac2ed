package io.baton.samples.programs;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.AgentContext;
import io.baton.agents.Join;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shape of the text analysis with agents of one line, over files. */
class FilesTest {
  @TempDir private Path directory;
  private final Queue<Combined> output = new ConcurrentLinkedQueue<>();

  @Test
  void everyFileIsAnalyzedSummarizedAndCombined() throws Exception {
    Path fox = Files.writeString(directory.resolve("fox"), "sour grapes\nsaid the fox");
    Path crow = Files.writeString(directory.resolve("crow"), "deep pitcher\nsaid the crow");
    Router router = router();
    assertThat(router.check()).isEmpty();

    DrainReport report;
    try (var dispatcher = AsyncDispatcher.builder(router).batchSize(64).name("texts").start()) {
      for (Path file : List.of(fox, crow)) {
        dispatcher.dispatch(new TextReceived(file.toString(), Files.readString(file)));
      }
      report = dispatcher.awaitDrained(ofMinutes(5));
    }

    assertThat(report.drained()).isTrue();
    assertThat(report.handled()).isEqualTo(12);
    assertThat(report.failed()).isZero();
    assertThat(output)
        .containsExactlyInAnyOrder(
            new Combined(fox.toString(), List.of("sour", "grapes"), "said the fox"),
            new Combined(crow.toString(), List.of("deep", "pitcher"), "said the crow"));
  }

  private Router router() {
    var router = new Router();
    router.on(
        TextReceived.class,
        "analyzer",
        FilesTest::analyze,
        o -> o.concurrency(4).execution(Execution.CPU).emits(Analyzed.class));
    router.on(
        TextReceived.class,
        "summarizer",
        (text, _) -> List.of(new Summarized(text.text().lines().skip(1).findFirst().orElse(""))));
    router.on(
        "combiner",
        Join.of(TextReceived.class, Analyzed.class, Summarized.class)
            .into((text, facts, summary) ->
                new Combined(text.name(), facts.keyTerms(), summary.summary())));
    router.listen(Combined.class, "output", output::add);
    return router;
  }

  private static List<Analyzed> analyze(TextReceived text, AgentContext context) {
    return List.of(
        new Analyzed(List.of(text.text().lines().findFirst().orElse("").split(" ", -1))));
  }

  private record TextReceived(String name, String text) implements Event {}

  private record Analyzed(List<String> keyTerms) implements Event {}

  private record Summarized(String summary) implements Event {}

  private record Combined(String name, List<String> keyTerms, String summary) implements Event {}
}
