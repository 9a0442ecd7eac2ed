package io.baton.samples.cli;

import static java.time.Duration.ofSeconds;

import io.baton.agents.Sink;
import io.baton.agents.llm.Backend;
import io.baton.agents.llm.ModelException;
import io.baton.agents.llm.ModelException.Kind;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.samples.cli.Tally.Totals;
import io.baton.samples.cli.TextDecoder.Decoded;
import io.baton.samples.models.AskedModel;
import io.baton.samples.models.ModelAddress;
import io.baton.samples.models.ModelSetUpException;
import io.baton.samples.text.English;
import io.baton.samples.text.TextEvent.Combined;
import io.baton.samples.text.TextEvent.TextReceived;
import io.baton.samples.text.TextModel;
import io.baton.samples.text.TextRoutes;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One batch job: dispatches every document, prints each result as it comes, waits for the end. */
final class TextJob {
  /** Bounds how many texts are in memory at once. */
  private static final int MOST_IN_FLIGHT = 64;

  /** With which no other text would fare better: the agents have asked again already. */
  private static final Set<Kind> OBSTACLES =
      EnumSet.of(Kind.UNAUTHORIZED, Kind.UNKNOWN_MODEL, Kind.UNAVAILABLE, Kind.TIMEOUT);

  private static final Duration LOOK_AT_READER = ofSeconds(1);

  private final TextOptions options;
  private final ResultFormat format;
  private final Screen screen;
  private final Tally tally;
  private final Tracer tracer;
  private final AtomicReference<@Nullable ModelSetUpException> obstacle = new AtomicReference<>();

  TextJob(TextOptions options, Screen screen, Tally tally, Tracer tracer) {
    this.options = options;
    this.format = options.json() ? new JsonFormat() : new PlainFormat();
    this.screen = screen;
    this.tally = tally;
    this.tracer = tracer;
  }

  void run(List<Input> inputs, Terminal terminal) throws InterruptedException {
    var english = English.load();
    long started = System.nanoTime();
    DrainReport report;
    try (var progress = Progress.start(screen, terminal, inputs.size());
        var dispatcher =
            AsyncDispatcher.builder(router(english, progress))
                .name("texts")
                .batchSize(options.batchSize())
                .maxInFlight(MOST_IN_FLIGHT)
                .tracer(tracer)
                .start()) {
      for (Input input : inputs) {
        dispatch(input, dispatcher, progress);
      }
      do {
        report = dispatcher.awaitDrained(LOOK_AT_READER);
      } while (!report.drained() && report.failure().isEmpty() && !isOver());
      if (isOver()) {
        dispatcher.close(Duration.ZERO);
        tellObstacle();
        return;
      }
    }
    report.failure().ifPresent(failure -> tally.fail("dispatcher", failure));
    Duration time = Duration.ofNanos(System.nanoTime() - started);
    Totals totals = tally.totals(time);
    if (totals.analyzed() > 0) {
      showTable(ClosingTable.of(totals, report));
    }
  }

  private Router router(English english, Progress progress) {
    Sink<Combined> output = result -> show(result, progress);
    Sink<DeadLetter> undertaker = letter -> bury(letter, progress);
    return options
        .model()
        .map(address ->
            TextRoutes.router(
                model(address),
                english,
                options.concurrency(),
                options.sentences(),
                output,
                undertaker))
        .orElseGet(() ->
            TextRoutes.router(
                english, options.concurrency(), options.sentences(), output, undertaker));
  }

  private TextModel model(ModelAddress address) {
    var backend = Backend.builder(address.open()).concurrency(options.concurrency()).build();
    return new TextModel(
        new AskedModel(backend, failure -> told(failure, address)), address.toString());
  }

  private RuntimeException told(ModelException failure, ModelAddress address) {
    if (OBSTACLES.contains(failure.kind())) {
      obstacle.compareAndSet(
          null, new ModelSetUpException(address.toString(), address.reason(failure)));
    }
    return address.told(failure);
  }

  /** Nobody reads the results any more, or no text would fare better than the last. */
  private boolean isOver() {
    return tally.isReaderGone() || obstacle.get() != null;
  }

  private void tellObstacle() {
    ModelSetUpException told = obstacle.get();
    if (told != null) {
      tally.fail(told.model(), told.reason());
    }
  }

  private void dispatch(Input input, AsyncDispatcher dispatcher, Progress progress) {
    if (isOver()) {
      return;
    }
    try {
      Decoded decoded = TextDecoder.decode(input.read(options.mostMegabytes()));
      decoded.note().ifPresent(note -> screen.complain(input.name(), note));
      dispatcher.dispatch(new TextReceived(input.name(), decoded.text()));
    } catch (UnreadableException e) {
      tally.fail(input.name(), e.reason());
      progress.step();
    }
  }

  private void show(Combined result, Progress progress) {
    if (!screen.result(format.format(result))) {
      tally.loseReader();
    }
    tally.done(result);
    progress.step();
  }

  private void bury(DeadLetter letter, Progress progress) {
    if (obstacle.get() == null && tally.fail(letter)) {
      progress.step();
    }
  }

  private void showTable(String table) {
    if (options.json()) {
      screen.say(table.stripTrailing());
    } else {
      screen.result(table);
    }
  }
}
