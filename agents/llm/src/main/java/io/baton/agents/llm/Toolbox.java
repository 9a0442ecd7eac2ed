package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.baton.agents.AgentContext;
import io.baton.agents.WaitGuard;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools that one agent has; no others can be called. Immutable and thread-safe. */
final class Toolbox {

  static final Toolbox EMPTY = new Toolbox(Map.of(), _ -> false);

  private final Map<String, Tool<?, ?>> byName;
  private final Confirmation confirmation;

  private Toolbox(Map<String, Tool<?, ?>> byName, Confirmation confirmation) {
    this.byName = byName;
    this.confirmation = confirmation;
  }

  /**
   * These tools.
   *
   * @throws IllegalArgumentException if two have one name
   */
  static Toolbox of(Collection<? extends Tool<?, ?>> tools) {
    Map<String, Tool<?, ?>> byName = new LinkedHashMap<>();
    for (Tool<?, ?> each : tools) {
      if (byName.put(each.name(), each) != null) {
        throw new IllegalArgumentException("two tools have the name " + each.name());
      }
    }
    return new Toolbox(byName, EMPTY.confirmation);
  }

  /** The same tools, with who is asked for a call that requires it; by default it is denied. */
  Toolbox confirming(Confirmation by) {
    return new Toolbox(byName, by);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** What a model is told of them, in their order. */
  List<ToolSpecification> specifications() {
    return byName.values().stream().map(Tool::specification).toList();
  }

  /**
   * Makes all calls of one answer of a model, at the same time, and gives their results in the
   * order of the requests. What is wrong with a call, and what fails in it, is said in its result.
   * Each is told to the tracer of the context.
   *
   * @param context the context of the agent
   * @throws InterruptedException if the caller is interrupted, as a run that is cancelled does: so
   *     have the calls been, and have ended
   * @throws IllegalStateException if the caller must not wait
   */
  List<ToolExecutionResultMessage> call(List<ToolExecutionRequest> requests, AgentContext context)
      throws InterruptedException {
    WaitGuard.beforeWaiting("its tools");
    return new ToolRound(this, requests, context).call();
  }

  /** A model may have named none. */
  @Nullable Tool<?, ?> find(@Nullable String name) {
    return name == null ? null : byName.get(name);
  }

  Confirmation confirmation() {
    return confirmation;
  }

  /** What the model is told that has called what is not there. */
  String unknown(String name) {
    return byName.isEmpty()
        ? "There is no tool %s; there are no tools.".formatted(name)
        : "There is no tool %s. The tools are: %s."
            .formatted(name, String.join(", ", byName.keySet()));
  }
}
