package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.baton.agents.DetachedContext;
import io.baton.agents.VirtualTime;
import io.baton.agents.WaitGuard;
import io.baton.tracing.TraceEvent.ToolCalled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ToolboxTest {

  record Number(int value) {}

  record Nothing() {}

  final Tool<Number, Integer> twice =
      Tool.of("twice", "Doubles.", Number.class, number -> number.value() * 2);
  final Tool<Nothing, String> broken =
      Tool.of(
          "broken",
          "Fails.",
          Nothing.class,
          _ -> {
            throw new IllegalStateException("no more paper");
          });

  @Test
  void resultsStandInTheOrderOfTheRequests() throws Exception {
    var results =
        new Calls(List.of(twice, broken))
            .run(
                Calls.request("twice", "{\"value\": 1}"),
                Calls.request("broken", "{}"),
                Calls.request("twice", "{\"value\": 3}"));

    assertThat(results).containsExactly("2", "Tool broken failed: no more paper.", "6");
  }

  @Test
  void resultsBearIdAndNameAndSayWhetherTheyAreErrors() throws Exception {
    var results =
        Toolbox.of(List.of(twice, broken))
            .call(
                List.of(
                    Calls.request("a", "twice", "{\"value\": 1}"),
                    Calls.request("b", "broken", "{}")),
                DetachedContext.of(new Claim("x")));

    assertThat(results).extracting(ToolExecutionResultMessage::id).containsExactly("a", "b");
    assertThat(results)
        .extracting(ToolExecutionResultMessage::toolName)
        .containsExactly("twice", "broken");
    assertThat(results)
        .extracting(ToolExecutionResultMessage::isError)
        .containsExactly(false, true);
  }

  @Test
  void unknownToolIsAnsweredWithThoseThatThereAre() throws Exception {
    var some = new Calls(List.of(twice, broken)).run(Calls.request("thrice", "{}"));
    var none = new Calls(List.of()).run(Calls.request("thrice", "{}"));

    assertThat(some).containsExactly("There is no tool thrice. The tools are: twice, broken.");
    assertThat(none).containsExactly("There is no tool thrice; there are no tools.");
  }

  @Test
  void badArgumentsAreAnsweredWithWhatIsWrong() throws Exception {
    var results =
        new Calls(List.of(twice))
            .run(
                Calls.request("twice", "{\"value\": \"two\"}"),
                Calls.request("twice", "{\"value\": 2"));

    assertThat(results.getFirst())
        .isEqualTo(
            "The arguments of twice are wrong, and it was not called. value: expected a whole"
                + " number from -2147483648 to 2147483647, but got the text \"two\". Mend them and"
                + " call it again.");
    assertThat(results.getLast()).contains("the document: expected valid JSON, but got:");
  }

  @Test
  void blankArgumentsStandForNone() throws Exception {
    var hello = Tool.of("hello", "Greets.", Nothing.class, _ -> "hello");

    assertThat(new Calls(List.of(hello)).run(Calls.request("hello", ""))).containsExactly("hello");
  }

  @Test
  void outputBeyondItsCapIsCutOffAndSaysSo() throws Exception {
    var wordy = Tool.of("long", "Talks.", Number.class, n -> "😀".repeat(n.value())).outputCap(101);

    var results =
        new Calls(List.of(wordy))
            .run(
                Calls.request("long", "{\"value\": 50}"),
                Calls.request("long", "{\"value\": 51}"),
                Calls.request("long", "{\"value\": 0}"));

    assertThat(results.get(0)).isEqualTo("😀".repeat(50));
    assertThat(results.get(1))
        .hasSizeBetween(100, 101)
        .matches("(😀)+\n\\[cut off: this is the beginning of 102 characters]");
    assertThat(results.get(2)).isEqualTo("(nothing)");
  }

  @Test
  void callThatRequiresConfirmationIsDeniedWithoutOne() throws Exception {
    var made = new AtomicInteger();
    var pay = Tool.of("pay", "Pays.", Number.class, _ -> made.incrementAndGet());

    var results =
        new Calls(List.of(pay.requiresConfirmation())).run(Calls.request("pay", "{\"value\": 5}"));

    assertThat(results).containsExactly("The call of pay was not allowed. Do not make it again.");
    assertThat(made).hasValue(0);
  }

  @Test
  void confirmationIsAskedInTheOrderOfTheRequests() throws Exception {
    List<String> asked = new ArrayList<>();
    var pay = Tool.of("pay", "Pays.", Number.class, Number::value).requiresConfirmation();
    Confirmation upToTen =
        call -> {
          asked.add(call.id() + call.arguments());
          return call.arguments().get("value").intValue() <= 10;
        };

    var tools = Toolbox.of(List.of(pay, twice)).confirming(upToTen);
    var results =
        new Calls(tools)
            .run(
                Calls.request("a", "pay", "{\"value\": 20}"),
                Calls.request("b", "twice", "{\"value\": 1}"),
                Calls.request("c", "pay", "{\"value\": 7}"));

    assertThat(results)
        .containsExactly("The call of pay was not allowed. Do not make it again.", "2", "7");
    assertThat(asked).containsExactly("a{\"value\":20}", "c{\"value\":7}");
  }

  @Test
  void confirmationThatFailsDenies() throws Exception {
    var pay =
        Tool.of("pay", "Pays.", Number.class, Number::value)
            .requiresConfirmation(_ -> {
              throw new IllegalStateException("no terminal");
            });

    assertThat(new Calls(List.of(pay)).run(Calls.request("pay", "{\"value\": 5}")))
        .containsExactly("The call of pay was not allowed. Do not make it again.");
  }

  @Test
  void everyCallIsTraced() throws Exception {
    var context = DetachedContext.of(new Claim("x")).agentName("judge").attempt(2);
    var tools = Toolbox.of(List.of(twice, broken));

    new Calls(tools, context)
        .run(
            Calls.request("a", "twice", "{\"value\": 1}"),
            Calls.request("b", "broken", "{}"),
            Calls.request("c", "none", "{}"),
            Calls.request("d", "twice", "[]"));

    assertThat(context.told())
        .hasSize(4)
        .allSatisfy(told -> {
          var called = (ToolCalled) told;
          assertThat(called.agent()).isEqualTo("judge");
          assertThat(called.attempt()).isEqualTo(2);
          assertThat(called.eventId()).isEqualTo(context.envelope().id());
          assertThat(called.correlationId()).isEqualTo(context.correlationId());
        })
        .extracting(
            told -> ((ToolCalled) told).callId() + ((ToolCalled) told).tool(),
            told -> ((ToolCalled) told).cause().map(cause -> cause.message()).orElse("well"))
        .startsWith(
            tuple("atwice", "well"),
            tuple("bbroken", "no more paper"),
            tuple("cnone", "no such tool"));
  }

  @Test
  void workIsMeasuredByTheClockOfTheAgent() throws Exception {
    var time = VirtualTime.startingAt(Instant.EPOCH);
    var slow =
        Tool.of(
            "slow",
            "Takes a minute.",
            Nothing.class,
            _ -> {
              time.advance(Duration.ofMinutes(1));
              return "ready";
            });
    var context = DetachedContext.of(new Claim("x")).time(time);

    new Calls(Toolbox.of(List.of(slow)), context).run(Calls.request("slow", "{}"));

    var called = (ToolCalled) context.told().getFirst();
    assertThat(called.work()).isEqualTo(Duration.ofMinutes(1));
    assertThat(called.time()).isEqualTo(Instant.EPOCH.plusSeconds(60));
  }

  @Test
  void toolIsToldWhoCallsIt() throws Exception {
    Tool<Nothing, String> who =
        Tool.inContext(
            "who", "Says who calls.", Nothing.class, (_, context) -> context.agent().agentName());

    var context = DetachedContext.of(new Claim("x")).agentName("judge");
    assertThat(new Calls(Toolbox.of(List.of(who)), context).run(Calls.request("who", "{}")))
        .containsExactly("judge");
  }

  @Test
  void agentThatMustNotWaitMustNotCallTools() {
    var calls = new Calls(List.of(twice));

    assertThatThrownBy(() ->
            WaitGuard.callStrictly(
                "quick", () -> calls.run(Calls.request("twice", "{\"value\": 1}"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("agent quick must not wait for its tools: its route is strict");
  }
}
