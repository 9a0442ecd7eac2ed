package io.baton.agents.llm;

import io.baton.agents.AgentContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an agent and its model remember together. Immutable. */
record Memos(List<Memo<?>> all) {

  static final Memos NONE = new Memos(List.of());
  static final String TOOL = "remember";

  Memos {
    all = List.copyOf(all);
    long names = all.stream().map(Memo::name).distinct().count();
    if (names < all.size()) {
      throw new IllegalArgumentException(
          "two memory keys have one name: " + all.stream().map(Memo::name).toList());
    }
  }

  /** What the model is told of what is there now; empty if there are none. */
  String told(AgentContext context) {
    if (all.isEmpty()) {
      return "";
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    all.forEach(each -> json.set(each.name(), each.value(context)));
    String how =
        kept().isEmpty()
            ? ""
            : "\nCall the tool %s to keep what you want to know later.".formatted(TOOL);
    return "What you remember, as JSON:\n" + json + how;
  }

  /** The tool by which the model keeps something; empty if there is nothing that it may keep. */
  Optional<Tool<?, ?>> tool() {
    List<Memo<?>> memos = kept();
    if (memos.isEmpty()) {
      return Optional.empty();
    }
    var form = JsonForm.of(TOOL, Slots.of(memos.stream().map(Memo::slot).toList()));
    return Optional.of(
        Tool.ofForm(
            TOOL,
            "Keeps what you want to know later. Give only what is new or has changed.",
            form,
            (given, context) -> keep(memos, given, context)));
  }

  private List<Memo<?>> kept() {
    return all.stream().filter(Memo::mayBeKept).toList();
  }

  private static String keep(List<Memo<?>> memos, @Nullable Object[] given, ToolContext context) {
    for (int i = 0; i < given.length; i++) {
      Object value = given[i];
      if (value != null) {
        memos.get(i).keep(context.agent(), value);
      }
    }
    return "kept";
  }
}
