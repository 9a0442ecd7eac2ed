package io.baton.tracing;

import io.baton.events.EventId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws an explanation as a tree for a terminal. It keeps what is still to be drawn on a stack of
 * its own, so that no chain is too long. Confined to the thread that makes it.
 */
final class ExplanationText {

  static final int DEFAULT_COLUMNS = 100;

  private static final int FEWEST_COLUMNS = 40;
  private static final int FEWEST_OF_NAME = 20;
  private static final String BRANCH = "├─";
  private static final String LAST_BRANCH = "└─";
  private static final String STEM = "│  ";
  private static final String NO_STEM = "   ";

  private final Explanation explanation;
  private final TextLines lines;
  private final int columns;
  private final StringBuilder text = new StringBuilder();
  private final Map<EventId, Explanation.Step> steps = new HashMap<>();
  private final Set<EventId> drawn = new HashSet<>();
  private final Deque<Branch> next = new ArrayDeque<>();

  /** Something that has a line, and below it others. */
  sealed interface Item {
    record OfStep(Explanation.Step step) implements Item {}

    record OfDelivery(Explanation.Delivery delivery) implements Item {}

    record OfJoin(Explanation.Joined join) implements Item {}

    record PartOf(Explanation.Joined join) implements Item {}

    record Remark(String text) implements Item {}
  }

  private record Branch(Item item, String stem, boolean isLast, boolean isRoot) {}

  private ExplanationText(Explanation explanation, int columns, Redactor redactor) {
    this.explanation = explanation;
    this.columns = columns;
    lines = new TextLines(explanation, redactor);
    explanation.steps().forEach(step -> steps.put(step.id(), step));
  }

  static String of(Explanation explanation, int columns, Redactor redactor) {
    if (columns < FEWEST_COLUMNS) {
      throw new IllegalArgumentException(
          "columns must be at least " + FEWEST_COLUMNS + ", but is " + columns);
    }
    return new ExplanationText(explanation, columns, redactor).draw();
  }

  private String draw() {
    lines.header().forEach(line -> add("", line, ""));
    for (var step : explanation.steps()) {
      if (!drawn.contains(step.id())) {
        text.append('\n');
        drawTree(step);
      }
    }
    return text.toString();
  }

  private void drawTree(Explanation.Step root) {
    next.push(new Branch(new Item.OfStep(root), "", true, true));
    while (!next.isEmpty()) {
      Branch branch = next.pop();
      if (!(branch.item() instanceof Item.OfStep(var step)) || drawn.add(step.id())) {
        draw(branch);
      }
    }
  }

  private void draw(Branch branch) {
    String mark = lines.isCritical(branch.item()) ? "★ " : branch.isRoot() ? "" : " ";
    String lead = branch.isRoot() ? mark : branch.isLast() ? LAST_BRANCH + mark : BRANCH + mark;
    add(shortened(branch.stem()) + lead, lines.of(branch.item()), lines.tailOf(branch.item()));
    String stem = branch.isRoot() ? "" : branch.stem() + (branch.isLast() ? NO_STEM : STEM);
    List<Item> below = below(branch.item());
    for (int i = below.size() - 1; i >= 0; i--) {
      next.push(new Branch(below.get(i), bounded(stem), i == below.size() - 1, false));
    }
  }

  /** A stem is never shown longer than this, so none needs to be kept longer. */
  private String bounded(String stem) {
    return stem.length() <= columns ? stem : stem.substring(stem.length() - columns);
  }

  /** Of a stem that would take more than half a line, the end, after a mark that tells so. */
  private String shortened(String stem) {
    int most = columns / 2;
    return stem.length() <= most
        ? stem
        : "… " + stem.substring(stem.length() - (most - 2) / NO_STEM.length() * NO_STEM.length());
  }

  private List<Item> below(Item item) {
    var below = new ArrayList<Item>();
    switch (item) {
      case Item.OfStep(var step) -> {
        step.deliveries().forEach(delivery -> below.add(new Item.OfDelivery(delivery)));
        step.joins().stream()
            .map(explanation.joins()::get)
            .forEach(join ->
                below.add(
                    join.last().filter(step.id()::equals).isPresent()
                        ? new Item.OfJoin(join)
                        : new Item.PartOf(join)));
        addSteps(step.followUps(), below);
      }
      case Item.OfDelivery(var delivery) -> addDelivery(delivery, below);
      case Item.OfJoin(var join) -> {
        lines.remarks(join).forEach(remark -> below.add(new Item.Remark(remark)));
        join.delivery().ifPresent(delivery -> addDelivery(delivery, below));
        addSteps(join.outputs(), below);
      }
      case Item.PartOf _, Item.Remark _ -> {}
    }
    return below;
  }

  private void addDelivery(Explanation.Delivery delivery, List<Item> below) {
    lines.remarks(delivery).forEach(remark -> below.add(new Item.Remark(remark)));
    addSteps(delivery.followUps(), below);
  }

  private void addSteps(List<EventId> ids, List<Item> below) {
    for (var id : ids) {
      Explanation.@Nullable Step step = steps.get(id);
      if (step != null && step.depth() > 0) {
        below.add(new Item.OfStep(step));
      }
    }
  }

  /** A line, of whose middle as much is cut as does not fit, and of its tail what is too much. */
  private void add(String lead, String middle, String tail) {
    String whole = OneLine.of(middle);
    int room = Math.max(2, columns - lead.length());
    String end = cut(OneLine.of(tail), room - Math.min(whole.length(), FEWEST_OF_NAME));
    text.append(lead).append(cut(whole, Math.max(1, room - end.length()))).append(end).append('\n');
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    if (most < 1) {
      return "";
    }
    int end = most - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
