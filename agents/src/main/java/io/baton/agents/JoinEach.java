package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The description of a join of one part and of as many others as that one tells. Immutable and
 * thread-safe.
 *
 * @param <P> the type of the others
 * @param <O> the type of the one that tells how many they are
 */
public final class JoinEach<P extends Event, O extends Event> extends Join<JoinEach<P, O>> {

  private final int quorum;
  private final ToIntFunction<Event> count;

  JoinEach(List<Slot> slots, JoinSettings settings, int quorum, ToIntFunction<Event> count) {
    super(slots, settings);
    this.quorum = quorum;
    this.count = count;
  }

  /**
   * Complete with so many {@code P}, or with all if there are fewer.
   *
   * @throws IllegalArgumentException if {@code enough} is less than 1
   */
  public JoinEach<P, O> quorum(int enough) {
    return new JoinEach<>(layout(), settings(), Slot.checkedQuorum(enough), count);
  }

  /** An agent that answers one event, made of the one and the others in the order of arrival. */
  @SuppressWarnings("unchecked") // a part stands in the slot of its type
  public AggregatorAgent into(JoinOf2.Into<? super O, ? super List<P>> function) {
    return answering((parts, _) ->
        one(function.apply((O) parts.at(0), (List<P>) parts.all(layout().get(1).type()))));
  }

  @Override
  JoinEach<P, O> with(JoinSettings newSettings) {
    return new JoinEach<>(layout(), newSettings, quorum, count);
  }

  @Override
  JoinPlan plan(@Nullable PartsAnswer whenComplete) {
    return JoinPlan.counted(layout(), settings(), quorum, count, whenComplete);
  }
}
