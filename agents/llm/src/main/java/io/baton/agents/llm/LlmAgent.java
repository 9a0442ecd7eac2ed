package io.baton.agents.llm;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.TypedAgent;
import io.baton.agents.WaitGuard;
import io.baton.events.Event;
import java.util.List;
import java.util.Set;

/**
 * An agent that asks a language model: it makes a prompt of its event, asks, reads the answer as
 * text or as a record, and makes events of it.
 *
 * <pre>{@code
 * router.on("judge", LlmAgent.builder(Claim.class, Verdict.class)
 *     .model(model)
 *     .behaviour("You judge claims.")
 *     .prompt(Claim::text)
 *     .answer((claim, verdict) -> new Judged(claim.text(), verdict.holds()))
 *     .build(), o -> o.concurrency(8));
 * }</pre>
 *
 * <p>An answer that is not what was asked for is asked for again, with what is wrong with it. A
 * call that fails in a way that may pass is made again after a while. If there is no answer in the
 * end, the delivery fails with a {@link ModelException}. When the run is cancelled, or the delivery
 * interrupted, the call of the model ends at once.
 *
 * <p>Thread-safe, and immutable but for what its back end counts. It blocks: not for {@code INLINE}
 * and {@code CPU} routes.
 *
 * @param <E> the type of event that it takes
 * @param <R> what the answer is read as
 */
public final class LlmAgent<E extends Event, R> implements Agent<E>, TypedAgent<E> {

  private final Class<E> type;
  private final Set<Class<? extends Event>> emits;
  private final AskSettings<E, R> settings;
  private final boolean streams;
  private final OnReply<? super E, R> onReply;

  LlmAgent(
      LlmAgentBuilder<E, R> builder, AskSettings<E, R> settings, OnReply<? super E, R> onReply) {
    this.type = builder.type();
    this.emits = builder.emitted();
    this.settings = settings;
    this.streams = builder.streams();
    this.onReply = onReply;
  }

  /** Starts to build an agent whose answers are read as text. */
  public static <E extends Event> LlmAgentBuilder<E, String> builder(Class<E> event) {
    return new LlmAgentBuilder<>(event, new TextForm());
  }

  /**
   * Starts to build an agent whose answers are read as a record, or as any other type that has a
   * JSON form.
   *
   * @throws IllegalArgumentException if something in the type has none; it names type and component
   */
  public static <E extends Event, R> LlmAgentBuilder<E, R> builder(
      Class<E> event, Class<R> answer) {
    return new LlmAgentBuilder<>(event, JsonAnswer.of(answer));
  }

  /**
   * What makes one event of an answer.
   *
   * @param <E> the type of event that was asked about
   * @param <R> what the answer is read as
   */
  @FunctionalInterface
  public interface ToEvent<E, R> {

    /**
     * Makes the event.
     *
     * @throws Exception as the delivery's failure
     */
    Event apply(E event, R answer) throws Exception;
  }

  /**
   * What makes events of an answer.
   *
   * @param <E> the type of event that was asked about
   * @param <R> what the answer is read as
   */
  @FunctionalInterface
  public interface ToEvents<E, R> {

    /**
     * Makes the events; {@code List.of()} for none.
     *
     * @throws Exception as the delivery's failure
     */
    List<? extends Event> apply(E event, R answer, AgentContext context) throws Exception;
  }

  /**
   * What makes events of a reply, and may read it while the model is still writing.
   *
   * @param <E> the type of event that was asked about
   * @param <R> what the answer is read as
   */
  @FunctionalInterface
  public interface OnReply<E, R> {

    /**
     * Makes the events; {@code List.of()} for none.
     *
     * @throws Exception as the delivery's failure
     */
    List<? extends Event> apply(E event, Reply<R> reply, AgentContext context) throws Exception;
  }

  /**
   * Asks the model about an event, and waits until what was given to the builder has made events of
   * the reply.
   *
   * @throws ModelException if there is no answer that can be used
   * @throws InterruptedException if the caller is interrupted; the call of the model has ended
   * @throws Exception what the function throws that makes events
   */
  @Override
  public List<? extends Event> receive(E event, AgentContext context) throws Exception {
    WaitGuard.beforeWaiting("its model");
    return streams ? receiveStreaming(event, context) : receiveWhole(event, context);
  }

  private List<? extends Event> receiveWhole(E event, AgentContext context) throws Exception {
    var reply = new Reply<R>(settings.form().shape());
    new Asking<>(settings, event, context, reply).run();
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while asking the model");
    }
    return onReply.apply(event, reply, context);
  }

  private List<? extends Event> receiveStreaming(E event, AgentContext context) throws Exception {
    Reply<R> reply = start(event, context); // this thread hears of the end of the run
    try {
      List<? extends Event> answer = onReply.apply(event, reply, context);
      reply.awaitDone();
      return answer;
    } finally {
      reply.cancel();
    }
  }

  /**
   * Asks the model about an event, without waiting and without making events. The reply is made on
   * a virtual thread of its own; if it is not wanted any more, cancel it. It is cancelled with the
   * run of the context.
   *
   * @param context of the delivery; it must stay valid until the reply is done
   */
  public Reply<R> ask(E event, AgentContext context) {
    Reply<R> reply = start(event, context);
    reply.endWith(context);
    return reply;
  }

  private Reply<R> start(E event, AgentContext context) {
    var reply = new Reply<R>(settings.form().shape());
    reply.start("baton-llm-" + context.agentName(), new Asking<>(settings, event, context, reply));
    return reply;
  }

  @Override
  public Set<Class<? extends E>> accepts() {
    return Set.of(type);
  }

  @Override
  public Set<Class<? extends Event>> emits() {
    return emits;
  }
}
