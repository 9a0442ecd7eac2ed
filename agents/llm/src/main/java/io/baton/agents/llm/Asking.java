package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.baton.agents.AgentContext;
import io.baton.agents.llm.ModelException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes one reply, on one thread. */
final class Asking<E, R> implements Runnable {

  private final AskSettings<E, R> settings;
  private final E event;
  private final AgentContext context;
  private final Reply<R> reply;
  private final ModelCaller caller;
  private int rounds;

  Asking(AskSettings<E, R> settings, E event, AgentContext context, Reply<R> reply) {
    this.settings = settings;
    this.event = event;
    this.context = context;
    this.reply = reply;
    this.caller = new ModelCaller(settings.backend(), settings.calls(), context, reply::accept);
  }

  /** Makes the reply; also its failure is the reply's, and is not thrown. */
  @Override
  public void run() {
    try {
      reply.end(converse());
    } catch (ModelException e) {
      reply.end(e.taking(caller.meta()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reply.end(ModelException.lasting(Kind.CANCELLED, "the call was interrupted", "", e));
    } catch (RuntimeException e) {
      reply.end(Failures.of(e).taking(caller.meta()));
    } catch (Error e) {
      reply.end(Failures.of(e));
      throw e;
    }
  }

  private Reply.Accepted<R> converse() throws InterruptedException {
    ChatRequestParameters parameters = parameters();
    List<ChatMessage> messages = messages();
    for (int repairs = 0; ; repairs++) {
      String text = answer(messages, parameters);
      try {
        return new Reply.Accepted<>(text, read(text), caller.meta());
      } catch (BadAnswerException e) {
        if (repairs >= settings.repairs()) {
          throw unusable(e, text, repairs + 1);
        }
        reply.accept(new Piece.Restart(e.reason()));
        askAgain(messages, text, e);
      }
    }
  }

  /** Asks until the model wants no more tools. */
  private String answer(List<ChatMessage> messages, ChatRequestParameters parameters)
      throws InterruptedException {
    while (true) {
      var request = ChatRequest.builder().messages(messages).parameters(parameters).build();
      AiMessage message = caller.call(request).aiMessage();
      if (!message.hasToolExecutionRequests()) {
        return Optional.ofNullable(message.text()).orElse("");
      }
      messages.add(message);
      messages.addAll(callTools(message.toolExecutionRequests()));
    }
  }

  private List<ToolExecutionResultMessage> callTools(List<ToolExecutionRequest> requests)
      throws InterruptedException {
    if (++rounds > settings.toolRounds()) {
      throw ModelException.lasting(
          Kind.TOOL_ROUNDS,
          "the model wants tools again, and maxToolRounds is " + settings.toolRounds(),
          "",
          null);
    }
    for (ToolExecutionRequest request : requests) {
      String id = Optional.ofNullable(request.id()).orElse("");
      String arguments = Optional.ofNullable(request.arguments()).orElse("");
      reply.accept(new Piece.ToolCall(id, request.name(), arguments));
    }
    return settings.tools().call(requests, context);
  }

  private R read(String text) throws BadAnswerException {
    R answer;
    try {
      answer = settings.form().read(text, reply.finishFields());
    } catch (FieldException e) {
      throw new BadAnswerException("its JSON cannot be read: " + e.getMessage());
    }
    for (AnswerCheck<R> check : settings.checks()) {
      check.apply(answer);
    }
    return answer;
  }

  private static ModelException unusable(BadAnswerException why, String text, int times) {
    return ModelException.lasting(
            Kind.BAD_ANSWER,
            "the model was asked %d times and gave no answer that can be used: %s"
                .formatted(times, why.reason()),
            "",
            why)
        .with(text);
  }

  private void askAgain(List<ChatMessage> messages, String text, BadAnswerException why) {
    if (!text.isBlank()) {
      messages.add(AiMessage.from(text));
    }
    messages.add(
        UserMessage.from(
            "Your answer cannot be used: %s. Give the whole answer again, without that mistake."
                .formatted(why.reason())));
  }

  private List<ChatMessage> messages() {
    var messages = new ArrayList<ChatMessage>();
    String told = schema().isPresent() ? "" : settings.form().instructions();
    String remembered = settings.memos().told(context);
    String system =
        Stream.of(settings.behaviour(), remembered, told)
            .filter(each -> !each.isBlank())
            .collect(Collectors.joining("\n\n"));
    if (!system.isEmpty()) {
      messages.add(SystemMessage.from(system));
    }
    messages.addAll(settings.prompt().apply(event));
    return messages;
  }

  private ChatRequestParameters parameters() {
    var own = ChatRequestParameters.builder();
    if (!settings.tools().isEmpty()) {
      own.toolSpecifications(settings.tools().specifications());
    }
    schema()
        .ifPresent(schema ->
            own.responseFormat(
                ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build()));
    return settings.parameters().overrideWith(own.build());
  }

  /** What the model is given; empty if it takes none, or none is asked for. */
  private Optional<JsonSchema> schema() {
    return settings.backend().takesSchema() ? settings.form().schema() : Optional.empty();
  }
}
