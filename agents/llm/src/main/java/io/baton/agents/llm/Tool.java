package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.baton.agents.Agent;
import io.baton.agents.AsyncAgent;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a language model may call: a function with a name, a description, and an input whose JSON
 * Schema the model is given. A model can call no others than those that its agent was given.
 *
 * <p>Arguments are read strictly before the function sees them. Wrong arguments, exceptions and
 * time-outs go back to the model as text, so that it can mend its call or do something else; an
 * {@link Error} ends the agent's invocation. The output of type {@code String} goes to the model as
 * it is, another as JSON, with {@link io.baton.events.Secret} components masked.
 *
 * <p>Defaults: runs on a {@linkplain ToolExecution#VIRTUAL virtual thread}, no time-out, an output
 * of at most {@value #DEFAULT_OUTPUT_CAP} characters, no confirmation.
 *
 * <p>Immutable and thread-safe, if its function is; the methods that set something give a new tool.
 * It may be given to many agents.
 *
 * @param <I> the input
 * @param <O> the output
 */
public final class Tool<I, O> {

  /** How many characters of an output go to the model, unless a tool says otherwise. */
  public static final int DEFAULT_OUTPUT_CAP = 32_768;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final String name;
  private final String description;
  private final JsonForm<I> input;
  private final ContextualToolFunction<? super I, ? extends O> function;
  private final ToolSettings settings;

  private Tool(
      String name,
      String description,
      JsonForm<I> input,
      ContextualToolFunction<? super I, ? extends O> function,
      ToolSettings settings) {
    this.name = name;
    this.description = description;
    this.input = input;
    this.function = function;
    this.settings = settings;
  }

  /**
   * A tool of a function.
   *
   * @param name what the model calls it: 1 to 64 of the characters a-z, A-Z, 0-9, _ and -
   * @param description what it does, and when to use it
   * @param input the type of its input: a record, whose components are the arguments, or any other
   *     type that has a JSON form, which is then the only argument, {@code value}
   * @throws IllegalArgumentException if the name is ill-formed, the description blank, or something
   *     in the type has no JSON form; it says what
   */
  public static <I, O> Tool<I, O> of(
      String name, String description, Class<I> input, ToolFunction<? super I, O> function) {
    return inContext(name, description, input, (given, _) -> function.apply(given));
  }

  /** A tool of a function that is told who calls it; otherwise as {@link #of}. */
  public static <I, O> Tool<I, O> inContext(
      String name,
      String description,
      Class<I> input,
      ContextualToolFunction<? super I, O> function) {
    checkName(name);
    return ofForm(name, description, formOf(name, input), function);
  }

  /**
   * An agent as a tool: the arguments are its event, and the model is told the events of its
   * answer, each with its {@code type}. It runs inside the invocation that calls, with that one's
   * context: the events are not routed, and what it emits and remembers counts as the caller's.
   *
   * @param event the event; a record, or a sealed interface of records
   * @throws IllegalArgumentException as {@code of}
   */
  public static <E extends Event> Tool<E, Object> ofAgent(
      String name, String description, Class<E> event, Agent<? super E> agent) {
    return ofAsyncAgent(name, description, event, agent);
  }

  /** An agent whose code is asynchronous as a tool, as {@link #ofAgent}. */
  public static <E extends Event> Tool<E, Object> ofAsyncAgent(
      String name, String description, Class<E> event, AsyncAgent<? super E> agent) {
    return inContext(name, description, event, new AgentCalls<>(agent));
  }

  /**
   * A run as a tool: the arguments are an event that starts a child run of the caller's, and the
   * model is told the first event of a type, with its {@code type}. The run is cancelled with the
   * call. It needs a caller on a dispatcher, or a {@link ChatSession} that was told how to ask.
   *
   * @param event the event; a record, or a sealed interface of records
   * @param answer what the run is to answer
   * @throws IllegalArgumentException as {@code of}
   */
  public static <E extends Event> Tool<E, Object> ofRun(
      String name, String description, Class<E> event, Class<? extends Event> answer) {
    return inContext(name, description, event, new RunCalls<>(answer));
  }

  /**
   * The tools that an object's methods are which bear {@link ToolMethod}, those of its superclasses
   * included, in the order of their names.
   *
   * @throws IllegalArgumentException if there is none, two have one name, or one cannot be a tool
   */
  public static List<Tool<?, ?>> from(Object object) {
    return MethodTools.of(object);
  }

  static <I, O> Tool<I, O> ofForm(
      String name,
      String description,
      JsonForm<I> input,
      ContextualToolFunction<? super I, ? extends O> function) {
    checkName(name);
    if (description.isBlank()) {
      throw new IllegalArgumentException("tool " + name + " must have a description");
    }
    return new Tool<>(name, description, input, function, ToolSettings.DEFAULTS);
  }

  /** Sets where its calls run. */
  public Tool<I, O> execution(ToolExecution execution) {
    return with(settings.execution(execution));
  }

  /**
   * Sets how long a call may take from the moment when it begins to run; then it is interrupted,
   * and the model is told so at once, whether or not the function ends.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Tool<I, O> timeout(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException(
          "timeout of tool %s must be positive, but is %s".formatted(name, timeout));
    }
    return with(settings.timeout(timeout));
  }

  /**
   * Sets how many characters of an output go to the model. What is cut off is said at the end,
   * which counts as well.
   *
   * @throws IllegalArgumentException if it is less than {@value ToolOutput#LEAST_CAP}
   */
  public Tool<I, O> outputCap(int characters) {
    if (characters < ToolOutput.LEAST_CAP) {
      throw new IllegalArgumentException(
          "outputCap of tool %s must be at least %d, but is %d"
              .formatted(name, ToolOutput.LEAST_CAP, characters));
    }
    return with(settings.outputCap(characters));
  }

  /**
   * Has each call asked for: by the confirmation of the agent or chat; without one it is denied.
   */
  public Tool<I, O> requiresConfirmation() {
    return with(settings.confirmed(null));
  }

  /** Has each call asked for, by this confirmation, whatever that of the agent or chat is. */
  public Tool<I, O> requiresConfirmation(Confirmation confirmation) {
    return with(settings.confirmed(confirmation));
  }

  /** What the model calls it. */
  public String name() {
    return name;
  }

  /** What it does, for the model. */
  public String description() {
    return description;
  }

  /** What a model is told of it. */
  public ToolSpecification specification() {
    var builder =
        ToolSpecification.builder().name(name).description(description).parameters(input.root());
    return input.isStrict() ? builder.build() : builder.strict(false).build();
  }

  @Override
  public String toString() {
    return "tool " + name;
  }

  ToolSettings settings() {
    return settings;
  }

  /** A call with these arguments, once they have been read; a blank text stands for none. */
  PreparedCall prepare(ToolExecutionRequest request) {
    @Nullable String text = request.arguments();
    JsonNode json = input.parse(text == null || text.isBlank() ? "{}" : text);
    I given = input.read(json);
    var call = new ToolCall(request.id() == null ? "" : request.id(), name, json);
    return new PreparedCall(this, call, context -> function.apply(given, context));
  }

  private Tool<I, O> with(ToolSettings other) {
    return new Tool<>(name, description, input, function, other);
  }

  private static <I> JsonForm<I> formOf(String name, Class<I> input) {
    try {
      return JsonForm.of(input);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("tool %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a tool's name must match %s, but is \"%s\"".formatted(NAME, name));
    }
  }
}
