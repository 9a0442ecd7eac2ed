package io.baton.dispatcher.benchmarks;

/** What is measured: two ways of doing the same work. */
enum Workload {
  W1("one producer, one agent", Measure.RATE, 5_000_000, "1.0 / 2.0"),
  W2("two producers, eight types", Measure.RATE, 4_000_000, "1.0 / 2.0"),
  W3("one event to eight agents", Measure.RATE, 16_000_000, "0.9 / 2.0"),
  W4("chains of ten hops", Measure.RATE, 10_000_000, "1.0 / 1.9");

  private final String title;
  private final Measure measure;
  private final int units;
  private final String bounds;

  Workload(String title, Measure measure, int units, String bounds) {
    this.title = title;
    this.measure = measure;
    this.units = units;
    this.bounds = bounds;
  }

  String title() {
    return title;
  }

  Measure measure() {
    return measure;
  }

  /** The units of work in one round. */
  int units() {
    return units;
  }

  /** What Baton should reach at least, and what it aims at. */
  String bounds() {
    return bounds;
  }

  Side side(boolean isBaton) {
    return isBaton ? baton() : bare();
  }

  private Side bare() {
    return switch (this) {
      case W1 -> OneAgent.bare();
      case W2 -> EightTypes.bare();
      case W3 -> EightAgents.bare();
      case W4 -> Hops.bare();
    };
  }

  private Side baton() {
    return switch (this) {
      case W1 -> OneAgent.baton();
      case W2 -> EightTypes.baton();
      case W3 -> EightAgents.baton();
      case W4 -> Hops.baton();
    };
  }
}
