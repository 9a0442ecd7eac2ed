package io.baton.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.agents.RunReport;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.DrainReport;
import io.baton.dispatcher.Router;
import io.baton.dispatcher.Run;
import io.baton.events.Event;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Film;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.EveningDocsTest.Evening.Plan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The example of the README; other pages go on with its events. */
class EveningDocsTest {

  // docs: evening
  sealed interface Evening extends Event {
    record Ask(String mood) implements Evening {}

    record Food(String dish) implements Evening {}

    record Film(String title) implements Evening {}

    record Plan(Food food, Film film) implements Evening {}
  }

  // end

  @Test
  void oneQuestionGetsOneAnswerAndABatchIsDrained() throws Exception {
    var moods = List.of("sunny", "tired");
    Queue<Plan> plans = new ConcurrentLinkedQueue<>();

    // docs: evening
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food("soup for " + ask.mood())));
    router.on(Ask.class, "critic", (ask, _) -> List.of(new Film("film for " + ask.mood())));
    router.on("planner", Join.of(Food.class, Film.class).within(ofSeconds(2)).into(Plan::new));
    router.listen(Plan.class, "table", plans::add);

    try (var dispatcher = AsyncDispatcher.start(router)) {
      Plan plan = dispatcher.ask(new Ask("rainy"), Plan.class).get(); // one question, one answer

      moods.forEach(mood -> dispatcher.dispatch(new Ask(mood))); // a batch job
      DrainReport report = dispatcher.awaitDrained(ofMinutes(1)); // woken by the last agent's end
      // end
      assertThat(plan).isEqualTo(new Plan(new Food("soup for rainy"), new Film("film for rainy")));
      assertThat(report.drained()).isTrue();
      assertThat(report.failed() + report.unrouted()).isZero();
      assertThat(plans)
          .extracting(each -> each.food().dish())
          .containsExactlyInAnyOrder("soup for rainy", "soup for sunny", "soup for tired");
      // docs: evening
    }
    // end
  }

  @Test
  void reportsCountEventsAndDeliveries() throws Exception {
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food("soup for " + ask.mood())));
    router.on(Ask.class, "critic", (ask, _) -> List.of(new Film("film for " + ask.mood())));
    router.on("planner", Join.of(Food.class, Film.class).into(Plan::new));
    router.listen(Plan.class, "table", _ -> {});
    Queue<String> log = new ConcurrentLinkedQueue<>();

    // docs: reports
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Run run = dispatcher.run(new Ask("rainy")); // to cook and critic; their parts to planner
      RunReport report = run.await(ofSeconds(10)); // the plan to table
      log.add(report.events() + " events, " + report.handled() + " deliveries");
      DrainReport all = dispatcher.awaitDrained(ofMinutes(1));
      log.add(all.handled() + " deliveries");
    }
    // end

    assertThat(log).containsExactly("4 events, 5 deliveries", "5 deliveries");
  }

  @Test
  void aWholeProgramGreets() throws Exception {
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      Hello.main(new String[] {"Ada", "Grace"});
    } finally {
      System.setOut(before);
    }

    assertThat(out.toString(UTF_8).lines())
        .containsExactlyInAnyOrder(
            "Hello Ada", "Hello Grace", "drained; 4 handled, 0 failed, 0 unrouted");
  }
}
