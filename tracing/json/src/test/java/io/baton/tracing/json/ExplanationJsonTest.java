package io.baton.tracing.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.tracing.Explanation;
import io.baton.tracing.Redactor;
import io.baton.tracing.ThreadKind;
import io.baton.tracing.TraceEvent;
import java.time.Duration;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationJsonTest {

  @Test
  void shapeIsStable() {
    Envelope ask = Envelope.root(new Samples.Ask("rainy"), Samples.START);
    var story =
        List.of(
            new TraceEvent.Dispatched(ask, Samples.START),
            new TraceEvent.AgentStarted(
                ask.correlationId(),
                ask.id(),
                "cook",
                1,
                Samples.START,
                Samples.WAIT,
                ThreadKind.VIRTUAL),
            new TraceEvent.AgentEnded(
                ask.correlationId(),
                ask.id(),
                "cook",
                1,
                Samples.START.plus(Samples.WORK),
                Samples.WAIT,
                Samples.WORK,
                0));

    String json = ExplanationJson.of(Explanation.of(story)).replace(ask.id().toString(), "ID");

    assertThat(json)
        .isEqualTo(
            """
            {"asOf":"2026-01-01T00:00:00.030001Z",\
            "totals":{"events":1,"deliveries":1,"handled":1,"failures":0,"open":0,"retries":0,\
            "from":"2026-01-01T00:00:00.000001Z","elapsedNanos":30000000,\
            "queueWaitNanos":2000001,"workNanos":30000000,"modelCalls":0,"toolCalls":0,\
            "inputTokens":0,"outputTokens":0},"runs":[],\
            "steps":[{"id":"ID","correlationId":"ID","type":"Ask","data":{"mood":"rainy"},\
            "source":"application","time":"2026-01-01T00:00:00.000001Z","hops":0,"causes":[],\
            "depth":0,"orphan":false,"unrouted":false,"critical":true,\
            "deliveries":[{"agent":"cook","outcome":"HANDLED",\
            "queued":"2026-01-01T00:00:00.000001Z","started":"2026-01-01T00:00:00.000001Z",\
            "ended":"2026-01-01T00:00:00.030001Z","queueWaitNanos":2000001,"workNanos":30000000,\
            "delayNanos":0,"retries":0,"thread":"VIRTUAL","critical":true,\
            "attempts":[{"number":1,"outcome":"HANDLED","thread":"VIRTUAL",\
            "started":"2026-01-01T00:00:00.000001Z","queueWaitNanos":2000001,\
            "workNanos":30000000,"timedOut":false}],"notes":[],"models":[],"tools":[],\
            "memory":[],"followUps":[]}],"followUps":[],"joins":[]}],"joins":[]}\
            """);
  }

  @Test
  void everythingThatCanHappenHasItsPlace() {
    String json = ExplanationJson.of(Explanation.of(Samples.ofEachType()));

    assertThat(JsonTree.parse(json)).isInstanceOf(JsonTree.Members.class);
    assertThat(json)
        .contains("\"model\":\"gpt\"", "\"cost\":0.01230", "\"tool\":\"search\"")
        .contains("\"missing\":[\"Film\"]", "\"fate\":\"LATE\"", "\"recovery\":\"Bury\"")
        .contains(
            "\"key\":\"plans\"", "\"notes\":[\"the oven is hot\"]", "\"outcome\":\"EXPIRED\"");
  }

  @Test
  void timesOfAForgedRecordEndAtWhatANumberHolds() {
    var late =
        new TraceEvent.Note(
            Samples.MONDAY,
            Samples.ID,
            "cook",
            1,
            Samples.START.plus(Duration.ofDays(2_000_000)),
            "");
    var early = new TraceEvent.Note(Samples.MONDAY, Samples.ID, "cook", 1, Samples.START, "");

    assertThat(ExplanationJson.of(Explanation.of(List.of(early, late))))
        .contains("\"elapsedNanos\":" + Long.MAX_VALUE);
  }

  @Test
  void whatCannotBeReadSaysSoInItsPlace() {
    var odd = new Odd(List.of(1, new BrokenList()), new BrokenMap(), new BrokenNumber());
    var explanation =
        Explanation.of(List.of(new TraceEvent.Dispatched(Samples.envelope(odd), Samples.START)));

    assertThat(ExplanationJson.of(explanation))
        .contains(
            "\"list\":[1,[\"first\",\"… cannot be read: java.lang.AssertionError\"]]",
            "\"map\":{\"unreadable\":\"java.lang.IllegalStateException\"}",
            "\"number\":\"… cannot be read: java.lang.StackOverflowError\"")
        .doesNotContain("canary");
  }

  private record Odd(List<?> list, Map<String, String> map, Number number) implements Event {}

  private static final class BrokenList extends AbstractList<String> {
    @Override
    public String get(int index) {
      if (index > 0) {
        throw new AssertionError("canary");
      }
      return "first";
    }

    @Override
    public int size() {
      return 2;
    }
  }

  private static final class BrokenMap extends AbstractMap<String, String> {
    @Override
    public Set<Entry<String, String>> entrySet() {
      throw new IllegalStateException("canary");
    }
  }

  private static final class BrokenNumber extends Number {
    private static final long serialVersionUID = 1;

    @Override
    public int intValue() {
      return 1;
    }

    @Override
    public long longValue() {
      return 1;
    }

    @Override
    public float floatValue() {
      return 1;
    }

    @Override
    public double doubleValue() {
      return 1;
    }

    @Override
    public String toString() {
      throw new StackOverflowError("canary");
    }
  }

  @Test
  void secretsAreMasked() {
    var login = new Samples.Login("ada", "canary", Optional.of(1), Map.of("iban", "canary"));
    var explanation =
        Explanation.of(List.of(new TraceEvent.Dispatched(Samples.envelope(login), Samples.START)));

    assertThat(ExplanationJson.of(explanation, Redactor.byDefault().masking("iban")))
        .doesNotContain("canary")
        .contains("\"pin\":\"***\"", "\"iban\":\"***\"");
  }
}
