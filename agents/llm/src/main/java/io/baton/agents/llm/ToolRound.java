package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.baton.agents.AgentContext;
import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * All calls of one answer of a model: they run at the same time, and their results stand in the
 * order of the requests. Confined to the agent's thread, but for {@link #cancel}.
 */
final class ToolRound {

  private final Toolbox tools;
  private final AgentContext context;
  private final TimeSource time;
  private final List<Entry> entries; // unmodifiable, and complete before any call begins

  /**
   * A request.
   *
   * @param call null if it was refused at once
   * @param result what becomes of it; never completes exceptionally
   */
  private record Entry(
      ToolExecutionRequest request,
      @Nullable RunningCall call,
      CompletableFuture<ToolResult> result) {

    boolean mustAsk() {
      return call != null && call.call().tool().settings().confirms();
    }
  }

  ToolRound(Toolbox tools, List<ToolExecutionRequest> requests, AgentContext context) {
    this.tools = tools;
    this.context = context;
    this.time = context.time();
    this.entries = requests.stream().map(this::prepare).toList();
  }

  /**
   * Makes the calls.
   *
   * @throws InterruptedException if the caller is interrupted: so have all calls been, and all that
   *     are within their time have ended
   */
  List<ToolExecutionResultMessage> call() throws InterruptedException {
    boolean isDone = false;
    try {
      entries.stream().filter(each -> !each.mustAsk()).forEach(ToolRound::start);
      for (Entry each : entries) {
        if (each.mustAsk() && each.call() != null) {
          ask(each.call());
        }
      }
      for (Entry each : entries) {
        rethrowError(resultOf(each));
      }
      isDone = true;
      return entries.stream().map(each -> message(each.request(), each.result().join())).toList();
    } finally {
      if (!isDone) {
        cancel();
        awaitEnds();
      }
      trace();
    }
  }

  private Entry prepare(ToolExecutionRequest request) {
    Tool<?, ?> tool = tools.find(request.name());
    if (tool == null) {
      return refused(
          request, tools.unknown(request.name()), new IllegalArgumentException("no such tool"));
    }
    try {
      PreparedCall call = tool.prepare(request);
      var toolContext = new ToolContext(call.call(), context);
      var running = new RunningCall(call, toolContext, time, this::cancel);
      return new Entry(request, running, running.result());
    } catch (JsonMismatchException e) {
      String text =
          "The arguments of %s are wrong, and it was not called. %s. Mend them and call it again."
              .formatted(tool.name(), e.getMessage());
      return refused(request, text, e);
    }
  }

  private Entry refused(ToolExecutionRequest request, String text, Exception cause) {
    var result = new ToolResult(text, cause, time.now(), Duration.ZERO);
    return new Entry(request, null, CompletableFuture.completedFuture(result));
  }

  private static void start(Entry entry) {
    if (entry.call() != null) {
      entry.call().start();
    }
  }

  private void ask(RunningCall call) throws InterruptedException {
    ToolCall asked = call.call().call();
    String denied = "The call of %s was not allowed. Do not make it again.".formatted(asked.tool());
    try {
      Confirmation own = call.call().tool().settings().confirmation();
      if ((own == null ? tools.confirmation() : own).isGranted(asked)) {
        call.start();
      } else {
        call.deny(denied, new IllegalStateException("not allowed"));
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      call.deny(denied, e);
    }
  }

  private static ToolResult resultOf(Entry entry) throws InterruptedException {
    try {
      return entry.result().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a result never fails", e);
    }
  }

  private static void rethrowError(ToolResult result) {
    if (result.cause() instanceof Error error) {
      throw error;
    }
  }

  private void cancel() {
    for (Entry each : entries) {
      if (each.call() != null) {
        each.call().cancel();
      }
    }
  }

  /** A call that was interrupted for its time is not waited for: nobody knows when it ends. */
  private void awaitEnds() {
    boolean isInterrupted = false;
    for (Entry each : entries) {
      while (each.call() != null
          && !(each.result().join().cause() instanceof ToolTimeoutException)) {
        try {
          each.call().awaitEnd();
          break;
        } catch (InterruptedException _) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void trace() {
    if (context.tracer().isEnabled()) {
      entries.forEach(each -> ToolTrace.tell(context, each.request(), each.result().join()));
    }
  }

  private static ToolExecutionResultMessage message(
      ToolExecutionRequest request, ToolResult result) {
    return ToolExecutionResultMessage.builder()
        .id(request.id())
        .toolName(request.name())
        .text(result.text())
        .isError(result.cause() != null)
        .build();
  }
}
