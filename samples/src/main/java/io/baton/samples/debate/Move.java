package io.baton.samples.debate;

/**
 * What a debater answers.
 *
 * @param act whether it goes on
 * @param point what its argument is about, in a word or two
 * @param answers which point of the other side it answers; empty if none
 * @param text the argument; empty if it gives in
 */
record Move(Act act, String point, String answers, String text) {

  /** What a debater may do. */
  enum Act {
    /** It brings an argument. */
    ARGUE,

    /** It has nothing to say any more. */
    CONCEDE
  }
}
