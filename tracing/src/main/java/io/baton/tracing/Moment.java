package io.baton.tracing;

import java.time.Instant;

/** When something was told: by the clock, and among equal times by its place in the record. */
record Moment(Instant time, int place) implements Comparable<Moment> {

  @Override
  public int compareTo(Moment other) {
    int byTime = time.compareTo(other.time);
    return byTime != 0 ? byTime : Integer.compare(place, other.place);
  }
}
