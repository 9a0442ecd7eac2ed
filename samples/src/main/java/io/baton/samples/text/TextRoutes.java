package io.baton.samples.text;

import io.baton.agents.Join;
import io.baton.agents.Sink;
import io.baton.dispatcher.Execution;
import io.baton.dispatcher.RouteOptions;
import io.baton.dispatcher.Router;
import io.baton.events.DeadLetter;
import io.baton.events.Event;
import io.baton.samples.text.TextEvent.Analyzed;
import io.baton.samples.text.TextEvent.Combined;
import io.baton.samples.text.TextEvent.Summarized;
import io.baton.samples.text.TextEvent.TextReceived;

/** Who takes which event of the text analysis. */
public final class TextRoutes {

  private TextRoutes() {}

  /**
   * A router of its own for one dispatcher.
   *
   * @param english the models
   * @param concurrency how many texts are analyzed, and how many summarized, at the same time
   * @param sentences how many sentences a summary has at most
   * @param output takes each result, one at a time
   * @param undertaker takes what failed
   */
  public static Router router(
      English english,
      int concurrency,
      int sentences,
      Sink<Combined> output,
      Sink<DeadLetter> undertaker) {
    var router = new Router();
    router.on(
        TextReceived.class,
        "analyzer",
        new TextAnalyzer(english),
        o -> onProcessors(o, concurrency).emits(Analyzed.class));
    router.on(
        TextReceived.class,
        "summarizer",
        new Summarizer(english, sentences),
        o -> onProcessors(o, concurrency).emits(Summarized.class));
    return withResults(router, output, undertaker);
  }

  /** The same with a model that analyzes and summarizes; its agents wait on virtual threads. */
  public static Router router(
      TextModel model,
      English english,
      int concurrency,
      int sentences,
      Sink<Combined> output,
      Sink<DeadLetter> undertaker) {
    var router = new Router();
    router.on("analyzer", model.analyzer(english), o -> o.concurrency(concurrency));
    router.on("summarizer", model.summarizer(english, sentences), o -> o.concurrency(concurrency));
    return withResults(router, output, undertaker);
  }

  private static Router withResults(
      Router router, Sink<Combined> output, Sink<DeadLetter> undertaker) {
    router.on(
        "combiner",
        Join.of(TextReceived.class, Analyzed.class, Summarized.class)
            .into((text, analyzed, summarized) ->
                new Combined(
                    text.name(),
                    analyzed.analysis(),
                    summarized.summary(),
                    analyzed.work().plus(summarized.work()))));
    router.listen(Combined.class, "output", output);
    router.listen(DeadLetter.class, "undertaker", undertaker);
    return router;
  }

  private static <E extends Event> RouteOptions<E> onProcessors(
      RouteOptions<E> options, int concurrency) {
    return options.execution(Execution.CPU).concurrency(concurrency);
  }
}
