package io.baton.samples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.RunReport;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.events.Secret;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.tracing.DeliveryOutcome;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceRecorder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page on explanations shows and claims. */
class ExplainDocsTest {

  record Transfer(String iban, int cents, @Secret String pin) implements Event {}

  @Test
  void runIsExplainedAndAskedAbout() throws Exception {
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food("soup for " + ask.mood())));
    router.listen(Food.class, "guest", _ -> {});
    var recorder = new TraceRecorder();
    RunReport report;
    try (var dispatcher = AsyncDispatcher.builder(router).tracer(recorder).start()) {
      report = dispatcher.run(new Ask("rainy")).await(ofSeconds(30));
    }

    // docs: explain
    Explanation story = recorder.explain(report.correlationId());
    String tree = story.toText();
    // end
    // docs: ask
    List<Explanation.Delivery> stuck = story.open();
    Duration waited = story.totals().queueWait();
    boolean isSlow =
        story.deliveries().stream()
            .anyMatch(one -> one.isCritical() && one.work().compareTo(ofSeconds(1)) > 0);
    // end

    assertThat(tree).contains("★ Ask[mood=rainy]", "└─★ guest: handled, waited ");
    assertThat(stuck).isEmpty();
    assertThat(waited).isPositive();
    assertThat(isSlow).isFalse();
    assertThat(List.of(DeliveryOutcome.values()))
        .filteredOn(DeliveryOutcome::isOpen)
        .containsExactly(
            DeliveryOutcome.WAITING, DeliveryOutcome.RUNNING, DeliveryOutcome.RETRYING);
  }

  @Test
  void namesAreMaskedToo() {
    // docs: redactor
    Redactor redactor = Redactor.byDefault().masking("iban");
    String shown = redactor.text(new Transfer("DE02 1203", 990, "4711"));
    assertThat(shown).isEqualTo("Transfer[iban=***, cents=990, pin=***]");
    // end
    assertThat(
            List.of(
                "password",
                "passwd",
                "passphrase",
                "pwd",
                "secret",
                "token",
                "apiKey",
                "accessKey",
                "privateKey",
                "secretKey",
                "credential",
                "credentials",
                "authorization",
                "cookie"))
        .allMatch(Redactor.byDefault()::masks);
  }
}
