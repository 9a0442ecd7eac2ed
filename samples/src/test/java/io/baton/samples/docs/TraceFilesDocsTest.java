package io.baton.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.json.EventCodec;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.Shop.Ordered;
import io.baton.samples.docs.Shop.Paid;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.json.ExplanationJson;
import io.baton.tracing.json.TraceFormatException;
import io.baton.tracing.json.TraceReader;
import io.baton.tracing.json.TraceWriter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What the page on traces as files shows and claims. */
class TraceFilesDocsTest {

  private static final String ROOT = "01995d2f-6c00-7b10-a4d2-000000000001";

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadAndExplained() throws Exception {
    var file = directory.resolve("trace.jsonl");
    var router = new Router();
    router.listen(Ask.class, "cook", _ -> {});
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      // docs: files
      try (var writer = TraceWriter.to(file);
          var dispatcher = AsyncDispatcher.builder(router).tracer(writer).start()) {
        dispatcher.dispatch(new Ask("rainy"));
      }
      try (var reader = TraceReader.open(file)) {
        List<TraceEvent> story = reader.events().toList();
        System.out.println(Explanation.of(story).toText());
      }
      // end
    } finally {
      System.setOut(before);
    }

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("★ Ask{\"mood\":\"rainy\"}", "cook: handled");
  }

  @Test
  void writerAndReaderHaveOptions() throws Exception {
    var file = directory.resolve("trace.jsonl");
    // docs: writer
    TraceWriter writer =
        TraceWriter.builder()
            .redactor(Redactor.byDefault().masking("iban"))
            .capacity(10_000)
            .maxTextLength(1_000)
            .to(file);
    // end
    var story =
        List.of(new TraceEvent.Dispatched(paid(), Instant.parse("2026-03-01T10:15:30.00012Z")));
    story.forEach(writer::trace);
    writer.close();
    Files.writeString(file, Files.readString(file) + "none\n");
    var events = new ArrayList<TraceEvent>();
    Queue<String> log = new ConcurrentLinkedQueue<>();

    // docs: reader
    EventCodec codec = EventCodec.builder().register(Ordered.class, Paid.class).build();
    try (var reader = TraceReader.builder().codec(codec).maxLineBytes(1_000_000).open(file)) {
      reader.events().forEach(events::add);
      assertThat(reader.lost()).isZero();
    } catch (TraceFormatException e) {
      log.add("line " + e.line() + " is none");
    }
    // end
    // docs: json
    String json = ExplanationJson.of(Explanation.of(story));
    // end

    assertThat(log).containsExactly("line 2 is none");
    assertThat(((TraceEvent.Dispatched) events.getFirst()).envelope().event())
        .isEqualTo(new Paid("o-1", "***"));
    assertThat(json).contains("\"elapsedNanos\":0", "\"card\":\"***\"");
  }

  @Test
  void lineHasTheFormOfThePage() throws Exception {
    var page = MarkdownPage.of("tracing/json/README.md");
    var file = directory.resolve("trace.jsonl");
    try (var writer = TraceWriter.to(file)) {
      writer.trace(new TraceEvent.Dispatched(paid(), Instant.parse("2026-03-01T10:15:30.00012Z")));
    }

    var shown = String.join("\n", page.blocks("json").getFirst());

    assertThat(JsonMapper.shared().readTree(Files.readString(file)))
        .isEqualTo(JsonMapper.shared().readTree(shown));
  }

  private static Envelope paid() {
    EventId root = EventId.parse(ROOT);
    return new Envelope(
        EventId.parse("01995d2f-6c00-7a51-9c3e-5b1d2f8e4a07"),
        CorrelationId.parse(ROOT),
        Optional.of(root),
        List.of(root),
        "till",
        Instant.parse("2026-03-01T10:15:30Z"),
        Optional.empty(),
        1,
        Optional.empty(),
        Headers.none(),
        new Paid("o-1", "4929"));
  }
}
