package io.baton.agents.llm;

import static io.baton.agents.Ordering.SERIAL;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.llm.FieldEvent.Delta;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuickStartTest {

  record Verdict(boolean holds, String reason) {}

  record Lookup(String term) {}

  record Progress(String text) implements Event {}

  @Test
  void oneAgentHasATypedAnswerTwoToolsAtOnceAndAFieldThatStreams() throws Exception {
    var together = new CyclicBarrier(2); // both calls run at the same time, or none ends
    var page = new StringBuffer();
    try (var server =
        ModelServer.start(
            OpenAi.calls(
                new OpenAi.Call("1", "search", "{\"term\": \"water\"}"),
                new OpenAi.Call("2", "search", "{\"term\": \"wet\"}")),
            OpenAi.says("{\"reason\": \"it clings to things\", \"holds\": true}"))) {
      var search =
          Tool.of(
              "search", "Looks a term up.", Lookup.class, look -> look.term() + together.await());
      var judge =
          LlmAgent.builder(Claim.class, Verdict.class)
              .model(OpenAi.streaming(server))
              .behaviour("You judge claims.")
              .prompt(Claim::text)
              .tools(search)
              .onReply((claim, reply, context) -> {
                for (FieldEvent field : reply.fields().at("reason")) {
                  if (field instanceof Delta(_, var text)) context.emit(new Progress(text));
                }
                return List.of(new Judged(claim.text(), reply.data().holds()));
              })
              .build();
      var router = new Router();
      router.on("judge", judge, o -> o.concurrency(8));
      router.listen(Progress.class, "page", p -> page.append(p.text()), o -> o.ordered(SERIAL));
      try (var dispatcher = AsyncDispatcher.start(router)) {
        assertThat(dispatcher.ask(new Claim("water is wet"), Judged.class).get(ofSeconds(30)))
            .isEqualTo(new Judged("water is wet", true));
        dispatcher.awaitDrained(ofSeconds(30));
        assertThat(page).hasToString("it clings to things");
      }
    }
  }
}
