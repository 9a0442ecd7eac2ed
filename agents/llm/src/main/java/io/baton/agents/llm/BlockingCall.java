package io.baton.agents.llm;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.baton.agents.TimeSource;
import io.baton.agents.llm.ModelException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model that answers in one piece. It is interrupted when its time is up, and an
 * interrupt that comes too late is taken back. To be used once, by one thread.
 */
final class BlockingCall {

  private final TimeSource time;
  private final CallLimits limits;
  private final Wire wire = new Wire(() -> {});
  private @Nullable Thread caller; // guarded by this
  private boolean late; // guarded by this

  BlockingCall(TimeSource time, CallLimits limits) {
    this.time = time;
    this.limits = limits;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws ModelException if there is none
   */
  ChatResponse await(ChatModel model, ChatRequest request) throws InterruptedException {
    begin();
    var timer = time.schedule(limits.whole(), this::stop);
    var answer = new ChatResponse[1];
    boolean wasLate = false;
    @Nullable RuntimeException failure = null;
    try {
      wire.run(() -> answer[0] = model.chat(request));
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      timer.cancel();
      wasLate = end();
    }
    if (wasLate) {
      throw ModelException.passing(
          Kind.TIMEOUT, "the answer took longer than " + limits.whole(), "", failure);
    }
    if (failure != null) {
      throw told(failure);
    }
    return answer[0];
  }

  private static ModelException told(RuntimeException failure) throws InterruptedException {
    ModelException known = Failures.of(failure);
    if (known.kind() == Kind.CANCELLED && Thread.interrupted()) {
      throw (InterruptedException) new InterruptedException(known.getMessage()).initCause(failure);
    }
    return known;
  }

  private synchronized void begin() {
    caller = Thread.currentThread();
  }

  private synchronized void stop() {
    if (caller != null) {
      late = true;
      caller.interrupt();
    }
  }

  /** Whether the time was up; the interrupt is then taken back. */
  private synchronized boolean end() {
    caller = null;
    if (late) {
      Thread.interrupted();
    }
    return late;
  }
}
