package io.baton.agents.llm;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.baton.agents.llm.ChatTurn.Counted;
import io.baton.agents.llm.ChatTurn.Round;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said, within a bound of tokens. Immutable, so that a chat goes back to what was by
 * keeping what it had.
 *
 * <p>Beyond the bound the oldest turns go, each as a whole; then, of the newest, the oldest rounds
 * of tool calls, each as a whole. The system text, the newest question and its newest round stay,
 * however long they are.
 */
record ChatHistory(@Nullable Counted system, List<ChatTurn> turns, Bound bound) {

  /** How many tokens there may be, and who counts them. */
  record Bound(int tokens, TokenCountEstimator estimator) {

    Counted count(ChatMessage message) {
      return new Counted(message, estimator.estimateTokenCountInMessage(message));
    }
  }

  ChatHistory {
    turns = List.copyOf(turns);
  }

  static ChatHistory of(String behaviour, Bound bound) {
    Counted system = behaviour.isBlank() ? null : bound.count(SystemMessage.from(behaviour));
    return new ChatHistory(system, List.of(), bound);
  }

  /** With a new question. */
  ChatHistory asking(ChatMessage question) {
    List<ChatTurn> more = new ArrayList<>(turns);
    more.add(new ChatTurn(bound.count(question), List.of()));
    return trimmed(more);
  }

  /** With what the model answered to the newest question, and the results of its calls. */
  ChatHistory answered(List<? extends ChatMessage> round) {
    List<ChatTurn> more = new ArrayList<>(turns);
    var counted = round.stream().map(bound::count).toList();
    more.set(more.size() - 1, more.getLast().with(new Round(counted)));
    return trimmed(more);
  }

  /** All messages, in their order. */
  List<ChatMessage> messages() {
    List<ChatMessage> messages = new ArrayList<>();
    if (system != null) {
      messages.add(system.message());
    }
    turns.forEach(each -> each.addTo(messages));
    return messages;
  }

  int tokens() {
    return tokens(turns);
  }

  private ChatHistory trimmed(List<ChatTurn> kept) {
    while (tokens(kept) > bound.tokens() && kept.size() > 1) {
      kept.removeFirst();
    }
    while (tokens(kept) > bound.tokens() && kept.getFirst().rounds().size() > 1) {
      kept.set(0, kept.getFirst().withoutOldestRound());
    }
    return new ChatHistory(system, kept, bound);
  }

  private int tokens(List<ChatTurn> of) {
    return (system == null ? 0 : system.tokens()) + of.stream().mapToInt(ChatTurn::tokens).sum();
  }
}
