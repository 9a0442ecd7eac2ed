package io.baton.samples.voting;

import io.baton.events.Event;
import java.util.List;
import java.util.Optional;

/** The events of a vote. */
public sealed interface Poll extends Event {

  /**
   * What is voted on.
   *
   * @param review a text about something that was bought
   */
  record Question(String review) implements Poll {}

  /**
   * One vote.
   *
   * @param voter who gives it
   * @param choice what it is
   * @param reason why
   */
  record Ballot(String voter, Choice choice, String reason) implements Poll {}

  /**
   * What came of it.
   *
   * @param choice what more than half of all voters chose; empty if nothing was
   * @param ballots the votes, by name
   * @param voters how many were asked
   */
  record Verdict(Optional<Choice> choice, List<Ballot> ballots, int voters) implements Poll {

    /** Copies. */
    public Verdict {
      ballots = List.copyOf(ballots);
    }
  }
}
