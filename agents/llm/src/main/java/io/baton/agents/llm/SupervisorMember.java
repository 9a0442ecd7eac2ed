package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import io.baton.agents.AskFailedException;
import io.baton.events.Event;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One whom a supervisor may choose: agents on the dispatcher that answer an event with another. */
record SupervisorMember<A extends Event>(
    String name,
    String description,
    Function<? super String, ? extends Event> order,
    Class<A> answer,
    Function<? super A, String> report) {

  /** Has an instruction done; a failure is said in the report. */
  String ask(String instruction, AgentContext context, @Nullable Duration limit)
      throws InterruptedException {
    var asked = context.ask(order.apply(instruction), answer);
    try {
      return report.apply(limit == null ? asked.get() : asked.get(limit));
    } catch (AskFailedException e) {
      asked.cancel();
      return "It gave no answer: " + e.getMessage();
    }
  }
}
