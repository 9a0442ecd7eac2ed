package io.baton.agents;

import io.baton.events.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of a join by slots: types with counts, needed or optional. It is complete when
 * all needed parts have come, or a quorum of them. Immutable and thread-safe.
 */
public final class JoinSlots extends Join<JoinSlots> {

  private final int quorum;

  JoinSlots(List<Slot> slots, JoinSettings settings, int quorum) {
    super(slots, settings);
    this.quorum = quorum;
  }

  /**
   * Needs one part of a type.
   *
   * @throws IllegalArgumentException if the type is generic, or overlaps with that of another slot
   */
  public JoinSlots need(Class<? extends Event> type) {
    return need(type, 1);
  }

  /**
   * Needs {@code count} parts of a type.
   *
   * @param count from 1 to 100,000; room for all is made when a join opens
   * @throws IllegalArgumentException if {@code count} is out of range, the type is generic, or it
   *     overlaps with that of another slot
   */
  public JoinSlots need(Class<? extends Event> type, int count) {
    return with(new Slot(type, count, true));
  }

  /**
   * Takes one part of a type if it comes before the join is complete.
   *
   * @throws IllegalArgumentException if the type is generic, or overlaps with that of another slot
   */
  public JoinSlots optional(Class<? extends Event> type) {
    return with(new Slot(type, 1, false));
  }

  /**
   * Complete with so many of the needed parts, whichever they are.
   *
   * @param enough at most the number of needed parts, which {@link #into} checks
   * @throws IllegalArgumentException if {@code enough} is less than 1
   */
  public JoinSlots quorum(int enough) {
    return new JoinSlots(layout(), settings(), Slot.checkedQuorum(enough));
  }

  /**
   * An agent that answers any number of events. It gets what has come also when the join closes
   * with parts missing, unless {@link #orPartial} was given.
   *
   * @throws IllegalArgumentException if no part is needed, or the quorum is more than are needed
   */
  public AggregatorAgent into(PartsAnswer answer) {
    JoinSettings settings = settings();
    var whole = settings.orPartial() == null ? with(settings.orPartial(answer)) : this;
    return whole.answering(answer);
  }

  @Override
  JoinSlots with(JoinSettings newSettings) {
    return new JoinSlots(layout(), newSettings, quorum);
  }

  @Override
  JoinPlan plan(@Nullable PartsAnswer whenComplete) {
    return JoinPlan.ofSlots(layout(), settings(), quorum, whenComplete);
  }

  private JoinSlots with(Slot slot) {
    return new JoinSlots(Slot.append(layout(), slot), settings(), quorum);
  }
}
