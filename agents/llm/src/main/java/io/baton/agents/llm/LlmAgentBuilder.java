package io.baton.agents.llm;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.baton.agents.MemoryKey;
import io.baton.events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link LlmAgent}. A model, a prompt and one of {@code answer}, {@code answerAll} and
 * {@code onReply} are needed. For one thread.
 *
 * @param <E> the type of event that the agent takes
 * @param <R> what the answer is read as
 */
public final class LlmAgentBuilder<E extends Event, R> {

  /** How often an answer is asked for again that cannot be used. */
  public static final int DEFAULT_REPAIRS = 2;

  /** How often a model may ask for tools before it answers. */
  public static final int DEFAULT_TOOL_ROUNDS = 10;

  private final Class<E> type;
  private final List<AnswerCheck<R>> checks = new ArrayList<>();
  private final List<Tool<?, ?>> tools = new ArrayList<>();
  private final List<Memo<?>> memos = new ArrayList<>();
  private AnswerForm<R> form;
  private Confirmation confirmation = _ -> false;
  private int toolRounds = DEFAULT_TOOL_ROUNDS;
  private @Nullable Backend backend;
  private String behaviour = "";
  private @Nullable Function<? super E, ? extends List<? extends ChatMessage>> prompt;
  private ChatRequestParameters parameters = ChatRequestParameters.builder().build();
  private int repairs = DEFAULT_REPAIRS;
  private CallSettings calls = CallSettings.USUAL;
  private Set<Class<? extends Event>> emits = Set.of();
  private LlmAgent.@Nullable OnReply<? super E, R> onReply;
  private boolean streams;

  LlmAgentBuilder(Class<E> type, AnswerForm<R> form) {
    this.type = type;
    this.form = form;
  }

  /** Sets the model: one that answers in one piece, without bounds. */
  public LlmAgentBuilder<E, R> model(ChatModel model) {
    return model(Backend.of(model));
  }

  /** Sets the model: one that streams, without bounds. */
  public LlmAgentBuilder<E, R> model(StreamingChatModel model) {
    return model(Backend.of(model));
  }

  /** Sets the model, with the bounds that it shares with other agents. */
  public LlmAgentBuilder<E, R> model(Backend model) {
    backend = model;
    return this;
  }

  /** Sets the system text: who the agent is, and how it behaves. None by default. */
  public LlmAgentBuilder<E, R> behaviour(String text) {
    behaviour = text;
    return this;
  }

  /** Sets what is asked about an event. The function must not throw. */
  public LlmAgentBuilder<E, R> prompt(Function<? super E, String> question) {
    return messages(event -> List.of(UserMessage.from(question.apply(event))));
  }

  /**
   * Sets what is asked about an event, as LangChain4j's messages: with pictures, examples or a
   * history. The function must not throw. Takes the place of {@link #prompt}.
   */
  public LlmAgentBuilder<E, R> messages(
      Function<? super E, ? extends List<? extends ChatMessage>> question) {
    prompt = question;
    return this;
  }

  /** Adds tools that the model may call; it has no others. */
  public LlmAgentBuilder<E, R> tools(Tool<?, ?>... more) {
    return tools(List.of(more));
  }

  /** Adds tools that the model may call; it has no others. */
  public LlmAgentBuilder<E, R> tools(Collection<? extends Tool<?, ?>> more) {
    tools.addAll(more);
    return this;
  }

  /**
   * Adds what the agent remembers together with its model, in working memory: the model is given
   * the values after the behaviour, and may keep more by a tool {@code remember}.
   */
  public LlmAgentBuilder<E, R> remembers(Memo<?>... more) {
    memos.addAll(List.of(more));
    return this;
  }

  /** Adds what the agent remembers together with its model, each as {@link Memo#of(MemoryKey)}. */
  public LlmAgentBuilder<E, R> remembers(MemoryKey<?>... keys) {
    for (MemoryKey<?> each : keys) {
      memos.add(Memo.of(each));
    }
    return this;
  }

  /**
   * Sets who is asked before a tool is called that requires it; nobody by default: it is denied.
   */
  public LlmAgentBuilder<E, R> confirmation(Confirmation by) {
    confirmation = by;
    return this;
  }

  /**
   * Sets how often the model may ask for tools before it answers, several at once counting as one
   * time; {@value #DEFAULT_TOOL_ROUNDS} by default.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public LlmAgentBuilder<E, R> maxToolRounds(int most) {
    toolRounds = Checks.atLeast("maxToolRounds", 0, most);
    return this;
  }

  /**
   * Sets what must be there in the answer's JSON, beyond what its type says: {@code
   * items[*].title}. An answer without it cannot be used.
   *
   * @param patterns as {@link FieldPattern#parse} reads them
   * @throws IllegalArgumentException if one is no pattern
   * @throws IllegalStateException if the answer is text
   */
  public LlmAgentBuilder<E, R> required(String... patterns) {
    form = form.requiring(Arrays.stream(patterns).map(FieldPattern::parse).toList());
    return this;
  }

  /**
   * Adds what must hold of the answer. One of which it does not hold cannot be used.
   *
   * @param what says so, for the model, such as {@code "the reason is in English"}
   * @param rule whether it holds; it must not throw
   */
  public LlmAgentBuilder<E, R> check(String what, Predicate<? super R> rule) {
    checks.add(new AnswerCheck<>(what, rule));
    return this;
  }

  /** Sets how freely the model chooses its words; the model's own default unless set. */
  public LlmAgentBuilder<E, R> temperature(double temperature) {
    return parameters(ChatRequestParameters.builder().temperature(temperature).build());
  }

  /**
   * Sets how many tokens the model may write for an answer; the model's own default unless set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public LlmAgentBuilder<E, R> maxOutputTokens(int most) {
    Checks.atLeast("maxOutputTokens", 1, most);
    return parameters(ChatRequestParameters.builder().maxOutputTokens(most).build());
  }

  /**
   * Sets what is said to the model beside the messages, as LangChain4j has it; a provider's own
   * parameters too. What was set before and is not in it stays.
   */
  public LlmAgentBuilder<E, R> parameters(ChatRequestParameters more) {
    parameters = parameters.overrideWith(more);
    return this;
  }

  /**
   * Sets how often an answer that cannot be used is asked for again; {@value #DEFAULT_REPAIRS}
   * times by default.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public LlmAgentBuilder<E, R> repairs(int most) {
    repairs = Checks.atLeast("repairs", 0, most);
    return this;
  }

  /**
   * Sets how often a call is made, the first time included, if it fails in a way that may pass; 3
   * times by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public LlmAgentBuilder<E, R> attempts(int most) {
    calls = calls.attempts(Checks.atLeast("attempts", 1, most));
    return this;
  }

  /**
   * Sets how long to wait before a call is made again, somewhere between half of this and all of
   * it: 500 ms by default, twice as long each time, and at most 60 s. When the service says how
   * long to wait, that is waited instead; if it is more than {@code longest}, or than is left of
   * the run, the call fails at once.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public LlmAgentBuilder<E, R> backoff(Duration first, Duration longest) {
    calls = calls.waits(Checks.positive("first", first), Checks.positive("longest", longest));
    return this;
  }

  /**
   * Sets how long one call may take from beginning to end; 10 minutes by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LlmAgentBuilder<E, R> callTimeout(Duration limit) {
    Checks.positive("callTimeout", limit);
    calls = calls.limits(new CallLimits(calls.limits().idle(), limit));
    return this;
  }

  /**
   * Sets how long a model that streams may be silent, before its first piece and between two; 60 s
   * by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LlmAgentBuilder<E, R> idleTimeout(Duration limit) {
    Checks.positive("idleTimeout", limit);
    calls = calls.limits(new CallLimits(limit, calls.limits().whole()));
    return this;
  }

  /**
   * Has answers taken that reached the limit of output tokens; by default they are failures of kind
   * {@code TRUNCATED}.
   */
  public LlmAgentBuilder<E, R> acceptCutOff() {
    calls = calls.takingCutOff();
    return this;
  }

  /** Sets what each run may spend; all agents with the same budget spend from it. */
  public LlmAgentBuilder<E, R> budget(Budget budget) {
    calls = calls.budget(budget);
    return this;
  }

  /** Says which events the agent answers with, for the router's check; nothing by default. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the types are only copied
  public final LlmAgentBuilder<E, R> emits(Class<? extends Event>... types) {
    emits = Set.of(types);
    return this;
  }

  /** Sets what makes one event of the answer. */
  public LlmAgentBuilder<E, R> answer(LlmAgent.ToEvent<? super E, ? super R> function) {
    return answerAll(
        (event, answer, _) -> Collections.singletonList(function.apply(event, answer)));
  }

  /** Sets what makes events of the answer. */
  public LlmAgentBuilder<E, R> answerAll(LlmAgent.ToEvents<? super E, ? super R> function) {
    onReply = (event, reply, context) -> function.apply(event, reply.data(), context);
    streams = false;
    return this;
  }

  /**
   * Sets what makes events of the reply, while the model is still writing. When the function has
   * returned, the agent waits for the reply's end, so that other readers get all of it; when it has
   * thrown, the call of the model ends at once.
   */
  public LlmAgentBuilder<E, R> onReply(LlmAgent.OnReply<? super E, R> function) {
    onReply = function;
    streams = true;
    return this;
  }

  /**
   * The agent.
   *
   * @throws IllegalStateException if something is missing
   * @throws IllegalArgumentException if two tools or two memory keys have one name
   */
  public LlmAgent<E, R> build() {
    var memory = new Memos(memos);
    List<Tool<?, ?>> all = new ArrayList<>(tools);
    memory.tool().ifPresent(all::add);
    var settings =
        new AskSettings<E, R>(
            given("a model", backend),
            behaviour,
            given("a prompt", prompt),
            parameters,
            form,
            List.copyOf(checks),
            memory,
            Toolbox.of(all).confirming(confirmation),
            toolRounds,
            repairs,
            calls);
    return new LlmAgent<>(this, settings, given("answer, answerAll or onReply", onReply));
  }

  private <T> T given(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException(
          "an agent of %s needs %s".formatted(type.getSimpleName(), what));
    }
    return value;
  }

  Class<E> type() {
    return type;
  }

  Set<Class<? extends Event>> emitted() {
    return emits;
  }

  boolean streams() {
    return streams;
  }
}
