package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.baton.agents.AgentContext;
import io.baton.agents.WaitGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A conversation with a model that remembers what was said, with tools.
 *
 * <p>The history is bounded by tokens: beyond the bound the oldest question goes with all that came
 * of it, and of the newest one the oldest rounds of tool calls; the system text and the newest
 * question stay, however long they are. When a question fails, or is interrupted, the history is as
 * it was before it.
 *
 * <p>Thread-safe: one question is answered at a time. Others wait in the order in which they came,
 * unless the builder said {@link ChatSessionBuilder#refuseWhenBusy}. A tool of the chat must not
 * ask the chat that calls it: it would wait for itself.
 *
 * <p>It blocks, as the model does: for application threads, or inside an agent whose route may
 * block. Failures of the model are {@link ModelException}s.
 */
public final class ChatSession {

  private final ChatSettings settings;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile ChatHistory history; // written under turn

  ChatSession(ChatSettings settings) {
    this.settings = settings;
    this.history = settings.empty();
  }

  /** Starts to build a chat with a model that answers in one piece. */
  public static ChatSessionBuilder builder(ChatModel model) {
    return new ChatSessionBuilder(Backend.of(model));
  }

  /** Starts to build a chat with a model that streams. */
  public static ChatSessionBuilder builder(StreamingChatModel model) {
    return new ChatSessionBuilder(Backend.of(model));
  }

  /** Starts to build a chat with a model that has bounds which it shares with others. */
  public static ChatSessionBuilder builder(Backend model) {
    return new ChatSessionBuilder(model);
  }

  /** Asks outside of all agents; otherwise as {@link #ask(String, AgentContext, Consumer)}. */
  public ChatAnswer ask(String question) throws InterruptedException {
    return ask(question, _ -> {});
  }

  /** Asks outside of all agents; otherwise as {@link #ask(String, AgentContext, Consumer)}. */
  public ChatAnswer ask(String question, Consumer<? super Piece> pieces)
      throws InterruptedException {
    return ask(question, new ChatContext(settings.outside()), pieces);
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param context the context of the agent that holds the chat: tools get it, calls are traced to
   *     its tracer, and its run's end is theirs
   * @param pieces gets what the model sends, as it comes, one at a time; it must be quick. Of a
   *     model that does not stream, it gets each message as one piece. What it throws ends the call
   * @throws ModelException if there is no answer
   * @throws IllegalArgumentException if the question is blank
   * @throws IllegalStateException if the chat is busy and refuses, or the caller must not wait
   * @throws InterruptedException if the caller is interrupted; the model's call and those of tools
   *     end then
   */
  public ChatAnswer ask(String question, AgentContext context, Consumer<? super Piece> pieces)
      throws InterruptedException {
    if (question.isBlank()) {
      throw new IllegalArgumentException("question must not be blank");
    }
    WaitGuard.beforeWaiting("a chat");
    enter();
    try {
      var caller = new ModelCaller(settings.backend(), settings.calls(), context, pieces::accept);
      ChatHistory asked = history.asking(UserMessage.from(question));
      ChatHistory after = converse(asked, caller, context, pieces);
      history = after;
      return new ChatAnswer(lastText(after), caller.meta());
    } finally {
      turn.unlock();
    }
  }

  /**
   * What is remembered of the conversation, the system text first; what a question that is still
   * being answered adds is not in it. Unmodifiable.
   */
  public List<ChatMessage> history() {
    return List.copyOf(history.messages());
  }

  /** How many tokens {@link #history} has, as the chat counts them. */
  public int historyTokens() {
    return history.tokens();
  }

  /**
   * Forgets all but the system text, once the question is answered that is being answered.
   *
   * @throws IllegalStateException if the chat is busy and refuses
   */
  public void clear() throws InterruptedException {
    enter();
    try {
      history = settings.empty();
    } finally {
      turn.unlock();
    }
  }

  private void enter() throws InterruptedException {
    if (!settings.refusesWhenBusy()) {
      turn.lockInterruptibly();
    } else if (!turn.tryLock()) {
      throw new IllegalStateException(
          "chat %s is busy with another question".formatted(settings.outside().name()));
    }
  }

  private ChatHistory converse(
      ChatHistory asked, ModelCaller caller, AgentContext context, Consumer<? super Piece> pieces)
      throws InterruptedException {
    ChatHistory now = asked;
    for (int rounds = 0; ; rounds++) {
      AiMessage message = caller.call(request(now)).aiMessage();
      if (!message.hasToolExecutionRequests()) {
        return now.answered(List.of(message));
      }
      if (rounds >= settings.maxToolRounds()) {
        throw ModelException.lasting(
            ModelException.Kind.TOOL_ROUNDS,
            "the model wanted more than %d rounds of tool calls"
                .formatted(settings.maxToolRounds()),
            Optional.ofNullable(message.text()).orElse(""),
            null);
      }
      message.toolExecutionRequests().forEach(each -> pieces.accept(piece(each)));
      List<ChatMessage> round = new ArrayList<>(List.of(message));
      round.addAll(settings.tools().call(message.toolExecutionRequests(), context));
      now = now.answered(round);
    }
  }

  private ChatRequest request(ChatHistory now) {
    var parameters = settings.parameters();
    if (!settings.tools().isEmpty()) {
      parameters =
          parameters.overrideWith(
              ChatRequestParameters.builder()
                  .toolSpecifications(settings.tools().specifications())
                  .build());
    }
    return ChatRequest.builder().messages(now.messages()).parameters(parameters).build();
  }

  private static Piece piece(ToolExecutionRequest call) {
    return new Piece.ToolCall(
        Optional.ofNullable(call.id()).orElse(""),
        call.name(),
        Optional.ofNullable(call.arguments()).orElse(""));
  }

  private static String lastText(ChatHistory history) {
    ChatMessage last = history.messages().getLast();
    return last instanceof AiMessage message && message.text() != null ? message.text() : "";
  }
}
