package io.baton.tracing.viewer;

import io.baton.events.EventId;
import io.baton.tracing.Explanation;
import io.baton.tracing.Explanation.Delivery;
import io.baton.tracing.Explanation.Joined;
import io.baton.tracing.Explanation.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the forest of an explanation from top to bottom. It keeps what is still to be read on a
 * stack of its own, since a chain may be as long as a run has hops. Confined to its caller.
 */
final class StoryRows {

  private final Explanation explanation;
  private final RowMaker maker;
  private final int most;
  private final Map<EventId, Step> steps = new HashMap<>();
  private final Map<EventId, List<Joined>> joinsBelow = new HashMap<>();
  private final Set<Object> read = new HashSet<>();
  private final Deque<Branch> ahead = new ArrayDeque<>();
  private final List<Story.Row> rows = new ArrayList<>();
  private int leftOut;

  StoryRows(Explanation explanation, RowMaker maker, int most) {
    this.explanation = explanation;
    this.maker = maker;
    this.most = most;
    explanation.steps().forEach(step -> steps.put(step.id(), step));
    for (var join : explanation.joins()) {
      join.last()
          .ifPresent(last -> joinsBelow.computeIfAbsent(last, _ -> new ArrayList<>()).add(join));
    }
  }

  List<Story.Row> read() {
    explanation.roots().forEach(root -> readAll(new OfStep(root, 0)));
    explanation.joins().forEach(join -> readAll(new OfJoin(join, 0)));
    explanation.steps().forEach(step -> readAll(new OfStep(step, 0)));
    return rows;
  }

  int leftOut() {
    return leftOut;
  }

  private void readAll(Branch first) {
    ahead.push(first);
    while (!ahead.isEmpty()) {
      Branch branch = ahead.pop();
      if (read.add(branch.what())) {
        read(branch);
      }
    }
  }

  private void read(Branch branch) {
    switch (branch) {
      case OfStep(Step step, int depth) -> readStep(step, depth);
      case OfDelivery(Step step, Delivery delivery, int depth) -> {
        add(() -> maker.delivery(step, delivery, depth));
        pushAll(stepsOf(delivery.followUps(), depth + 1));
      }
      case OfJoin(Joined join, int depth) -> {
        add(() -> maker.join(join, depth));
        pushAll(stepsOf(join.outputs(), depth + 1));
      }
    }
  }

  /** An event that only one agent got stands with that agent in one line. */
  private void readStep(Step step, int depth) {
    var below = new ArrayList<Branch>();
    if (step.deliveries().size() == 1) {
      Delivery only = step.deliveries().getFirst();
      add(() -> maker.only(step, only, depth));
      below.addAll(stepsOf(only.followUps(), depth + 1));
    } else {
      add(() -> maker.event(step, depth));
      step.deliveries().forEach(each -> below.add(new OfDelivery(step, each, depth + 1)));
    }
    below.addAll(stepsOf(step.followUps(), depth + 1));
    joinsBelow
        .getOrDefault(step.id(), List.of())
        .forEach(join -> below.add(new OfJoin(join, depth + 1)));
    pushAll(below);
  }

  private void add(Supplier<Story.Row> row) {
    if (rows.size() < most) {
      rows.add(row.get());
    } else {
      leftOut++;
    }
  }

  private List<Branch> stepsOf(Collection<EventId> ids, int depth) {
    return ids.stream()
        .map(steps::get)
        .filter(Objects::nonNull)
        .<Branch>map(step -> new OfStep(step, depth))
        .toList();
  }

  private void pushAll(List<Branch> branches) {
    branches.reversed().forEach(ahead::push);
  }

  private sealed interface Branch {
    /** What is read once only, from wherever it is reached. */
    Object what();
  }

  private record OfStep(Step step, int depth) implements Branch {
    @Override
    public Object what() {
      return step.id();
    }
  }

  private record OfDelivery(Step step, Delivery delivery, int depth) implements Branch {
    @Override
    public Object what() {
      return List.of(step.id(), delivery.agent());
    }
  }

  private record OfJoin(Joined join, int depth) implements Branch {
    @Override
    public Object what() {
      return List.of(join.join(), join.opener(), "join");
    }
  }
}
