package io.baton.agents.llm;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.AsyncAgent;
import io.baton.events.Event;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls an agent with the event that the arguments are. */
record AgentCalls<E extends Event>(AsyncAgent<? super E> agent)
    implements ContextualToolFunction<E, Object> {

  @Override
  public Object apply(E event, ToolContext context) throws Exception {
    @Nullable List<? extends Event> answer = answer(event, context.agent());
    if (answer == null || answer.stream().anyMatch(Objects::isNull)) {
      throw new NullPointerException("the agent's answer is null, or has null in it");
    }
    return switch (answer.size()) {
      case 0 -> "done";
      case 1 -> EventJson.of(answer.getFirst());
      default -> EventJson.of(answer);
    };
  }

  private @Nullable List<? extends Event> answer(E event, AgentContext context) throws Exception {
    if (agent instanceof Agent<? super E> blocking) {
      return blocking.receive(event, context);
    }
    CompletableFuture<? extends List<? extends Event>> answer =
        agent.receiveAsync(event, context).toCompletableFuture();
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
