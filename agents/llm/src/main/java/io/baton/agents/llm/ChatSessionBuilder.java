package io.baton.agents.llm;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.baton.agents.TimeSource;
import io.baton.agents.WorkingMemory;
import io.baton.tracing.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ChatSession}; nothing but the model is needed. For one thread. */
public final class ChatSessionBuilder {

  /** How many tokens of history are sent with a question, unless set. */
  public static final int DEFAULT_HISTORY_TOKENS = 8_000;

  /** How many rounds of tool calls one question may take, unless set. */
  public static final int DEFAULT_TOOL_ROUNDS = 10;

  private final Backend backend;
  private final List<Tool<?, ?>> tools = new ArrayList<>();
  private CallSettings calls = CallSettings.USUAL;
  private ChatRequestParameters parameters = ChatRequestParameters.builder().build();
  private String behaviour = "";
  private int historyTokens = DEFAULT_HISTORY_TOKENS;
  private TokenCountEstimator tokenizer = new RoughTokens();
  private int maxToolRounds = DEFAULT_TOOL_ROUNDS;
  private @Nullable Confirmation confirmation;
  private boolean refusesWhenBusy;
  private String name = "chat";
  private Tracer tracer = Tracer.none();
  private TimeSource time = TimeSource.system();
  private @Nullable WorkingMemory memory;
  private @Nullable Asker asker;

  ChatSessionBuilder(Backend backend) {
    this.backend = backend;
  }

  /** Sets the system text: who the model is, and how it behaves. None by default. */
  public ChatSessionBuilder behaviour(String text) {
    behaviour = text;
    return this;
  }

  /** Adds tools; the model can call no others. None by default. */
  public ChatSessionBuilder tools(Tool<?, ?>... more) {
    return tools(List.of(more));
  }

  /** Adds tools; the model can call no others. None by default. */
  public ChatSessionBuilder tools(Collection<? extends Tool<?, ?>> more) {
    tools.addAll(more);
    return this;
  }

  /** Sets who is asked for calls that require it; such calls are denied by default. */
  public ChatSessionBuilder confirmation(Confirmation by) {
    confirmation = by;
    return this;
  }

  /**
   * Sets how many rounds of tool calls one question may take; {@value #DEFAULT_TOOL_ROUNDS} by
   * default. One more is a {@link ModelException} of kind {@code TOOL_ROUNDS}.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ChatSessionBuilder maxToolRounds(int most) {
    maxToolRounds = Checks.atLeast("maxToolRounds", 0, most);
    return this;
  }

  /**
   * Sets how many tokens are sent with a question at most: the system text, what was said before,
   * and the question; {@value #DEFAULT_HISTORY_TOKENS} by default. What the tools are described
   * with is not counted. Only a system text and a newest question that are longer go beyond it.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ChatSessionBuilder historyTokens(int most) {
    historyTokens = Checks.atLeast("historyTokens", 1, most);
    return this;
  }

  /** Sets who counts tokens; {@link RoughTokens} by default. It must be thread-safe. */
  public ChatSessionBuilder tokenizer(TokenCountEstimator estimator) {
    tokenizer = estimator;
    return this;
  }

  /** Has questions refused that come while another is answered; by default they wait. */
  public ChatSessionBuilder refuseWhenBusy() {
    refusesWhenBusy = true;
    return this;
  }

  /** Adds what is said to the model beside messages and tools; a provider's own parameters too. */
  public ChatSessionBuilder parameters(ChatRequestParameters more) {
    parameters = parameters.overrideWith(more);
    return this;
  }

  /**
   * Sets how often a call of the model is made, the first time included, if it fails in a way that
   * may pass; 3 times by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ChatSessionBuilder attempts(int most) {
    calls = calls.attempts(Checks.atLeast("attempts", 1, most));
    return this;
  }

  /**
   * Sets how long one call of the model may take; 10 minutes by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ChatSessionBuilder callTimeout(Duration limit) {
    Checks.positive("callTimeout", limit);
    calls = calls.limits(new CallLimits(calls.limits().idle(), limit));
    return this;
  }

  /**
   * Sets how long a model that streams may be silent; 60 s by default.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ChatSessionBuilder idleTimeout(Duration limit) {
    Checks.positive("idleTimeout", limit);
    calls = calls.limits(new CallLimits(limit, calls.limits().whole()));
    return this;
  }

  /** Sets the name for traces and messages; {@code chat} by default. */
  public ChatSessionBuilder name(String text) {
    name = text;
    return this;
  }

  /** Sets where calls are traced that are made outside of all agents; nowhere by default. */
  public ChatSessionBuilder tracer(Tracer by) {
    tracer = by;
    return this;
  }

  /** Sets the clock of calls that are made outside of all agents; the machine's by default. */
  public ChatSessionBuilder time(TimeSource clock) {
    time = clock;
    return this;
  }

  /** Sets the memory that tools see outside of all agents; an empty one by default. */
  public ChatSessionBuilder memory(WorkingMemory shared) {
    memory = shared;
    return this;
  }

  /**
   * Sets who starts the runs of {@link Tool#ofRun} outside of all agents, such as {@code
   * dispatcher::ask}; nobody by default.
   */
  public ChatSessionBuilder asker(Asker by) {
    asker = by;
    return this;
  }

  /**
   * The chat.
   *
   * @throws IllegalArgumentException if two tools have one name
   */
  public ChatSession build() {
    Toolbox box = Toolbox.of(tools);
    var outside =
        new ChatContext.Outside(
            name, tracer, time, memory == null ? WorkingMemory.create() : memory, asker);
    var bound = new ChatHistory.Bound(historyTokens, tokenizer);
    return new ChatSession(
        new ChatSettings(
            backend,
            calls,
            parameters,
            ChatHistory.of(behaviour, bound),
            confirmation == null ? box : box.confirming(confirmation),
            maxToolRounds,
            refusesWhenBusy,
            outside));
  }
}
