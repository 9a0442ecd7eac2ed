package io.baton.agents;

import java.util.ArrayList;
import java.util.List;

/** An observer that remembers. */
final class Seen implements JoinObserver {

  final List<Arrival> opened = new ArrayList<>();
  final List<Fate> fates = new ArrayList<>();
  final List<Arrival> dropped = new ArrayList<>();

  @Override
  public void joinOpened(Arrival first) {
    opened.add(first);
  }

  @Override
  public void partDropped(Arrival part, Fate fate) {
    dropped.add(part);
    fates.add(fate);
  }
}
