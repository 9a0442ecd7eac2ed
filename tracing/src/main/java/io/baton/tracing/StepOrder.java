package io.baton.tracing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The order of steps in a tree that is read from top to bottom. */
final class StepOrder {

  private final List<StepDraft> ordered = new ArrayList<>();
  private final Deque<StepDraft> next = new ArrayDeque<>();

  private StepOrder() {}

  /** All of them, each below what it stands below, with its depth. */
  static List<StepDraft> of(Collection<StepDraft> steps) {
    var order = new StepOrder();
    steps.stream().filter(step -> step.above == null).forEach(order::placeTree);
    // What is left stands in a circle, which only a forged record can have.
    for (var step : steps) {
      if (!step.isPlaced) {
        step.above = null;
        order.placeTree(step);
      }
    }
    return order.ordered;
  }

  private void placeTree(StepDraft root) {
    next.push(root);
    root.depth = 0;
    while (!next.isEmpty()) {
      StepDraft step = next.pop();
      if (!step.isPlaced) {
        step.isPlaced = true;
        ordered.add(step);
        for (var child : step.children().reversed()) {
          if (!child.isPlaced) {
            child.depth = step.depth + 1;
            next.push(child);
          }
        }
      }
    }
  }
}
