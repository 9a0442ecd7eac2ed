package io.baton.agents.llm;

import dev.langchain4j.data.message.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A question and all that came of it. Immutable.
 *
 * @param question the question
 * @param rounds what the model answered, each with the results of the tools that it called
 */
record ChatTurn(Counted question, List<Round> rounds) {

  /** A message with its tokens. */
  record Counted(ChatMessage message, int tokens) {}

  /** An answer of the model, and the results of its calls: one is of no use without the others. */
  record Round(List<Counted> messages) {

    int tokens() {
      return messages.stream().mapToInt(Counted::tokens).sum();
    }
  }

  ChatTurn {
    rounds = List.copyOf(rounds);
  }

  ChatTurn with(Round round) {
    List<Round> more = new ArrayList<>(rounds);
    more.add(round);
    return new ChatTurn(question, more);
  }

  ChatTurn withoutOldestRound() {
    return new ChatTurn(question, rounds.subList(1, rounds.size()));
  }

  int tokens() {
    return question.tokens() + rounds.stream().mapToInt(Round::tokens).sum();
  }

  void addTo(List<ChatMessage> messages) {
    messages.add(question.message());
    rounds.forEach(round -> round.messages().forEach(each -> messages.add(each.message())));
  }
}
