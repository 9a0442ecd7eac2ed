package io.baton.agents.llm;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.llm.ModelServer.Asked;
import io.baton.agents.llm.ModelServer.Script;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.events.Envelope;
import io.baton.events.Event;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the tests of the ready agents have in common. */
final class Tasks {

  private Tasks() {}

  /** JSON of names and texts in turn. */
  static String json(String... namesAndTexts) {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      node.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return node.toString();
  }

  /** Answers by what was asked last. */
  static Script by(UnaryOperator<String> answer) {
    return (request, exchange) ->
        OpenAi.says(answer.apply(question(request))).answer(request, exchange);
  }

  static String question(Asked request) {
    return request
        .body()
        .path("messages")
        .valueStream()
        .toList()
        .getLast()
        .path("content")
        .asString();
  }

  static String rules(Asked request) {
    return request.body().path("messages").path(0).path("content").asString();
  }

  /** Runs an event to its end, and gives all events of the run. */
  static List<Event> run(AsyncDispatcher dispatcher, Event event) throws Exception {
    return envelopes(dispatcher, event).stream().map(Envelope::event).toList();
  }

  static List<Envelope> envelopes(AsyncDispatcher dispatcher, Event event) throws Exception {
    var run = dispatcher.run(event, o -> o.keepEvents(1_000));
    var report = run.await(ofSeconds(40));
    assertThat(report.outcome()).as("%s", report).hasToString("COMPLETED");
    return StreamSupport.stream(run.events().spliterator(), false).toList();
  }

  static TaskEnded end(List<Event> events) {
    return (TaskEnded) events.getLast();
  }

  static List<String> kinds(List<? extends Event> events) {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }
}
