package io.baton.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class MdcTracerTest {

  @AfterEach
  void clear() {
    MDC.clear();
  }

  private static AgentScope enter(String agent) {
    var envelope =
        Traces.envelope(Traces.MONDAY, "application", List.of(), new Traces.Ask("rainy"));
    return Tracer.mdc().enter(new AgentAttempt(envelope, agent, 1, List.of()));
  }

  private static Map<String, String> of(String agent) {
    return Map.of(
        "correlationid", Traces.MONDAY.toString(), "eventid", Traces.ID.toString(), "agent", agent);
  }

  @Test
  void contextSaysWhatAnAgentWorksOnAndNothingAfterwards() {
    try (var scope = enter("cook")) {
      assertThat(scope.headers().asMap()).isEmpty();
      assertThat(MDC.getCopyOfContextMap()).isEqualTo(of("cook"));
    }

    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void whatWasThereIsPutBack() {
    MDC.put("agent", "somebody");
    MDC.put("user", "u1");
    try (var outer = enter("cook")) {
      try (var inner = enter("guest")) {
        assertThat(MDC.get("agent")).isEqualTo("guest");
        inner.settled(Traces.ended(Traces.MONDAY, "guest", 1));
      }
      assertThat(MDC.get("agent")).isEqualTo("cook");
      outer.settled(Traces.ended(Traces.MONDAY, "cook", 1));
    }

    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("agent", "somebody", "user", "u1"));
  }

  @Test
  void itNeverBlocksAndIsOne() {
    assertThat(Tracer.mdc().isNonBlocking()).isTrue();
    assertThat(Tracer.mdc()).isSameAs(Tracer.mdc());
  }
}
