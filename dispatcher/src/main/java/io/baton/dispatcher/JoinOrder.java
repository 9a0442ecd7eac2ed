package io.baton.dispatcher;

import java.util.ArrayList;
import java.util.List;

/** Which of several open joins to close first, when nothing else can complete them. */
final class JoinOrder {

  private JoinOrder() {}

  /**
   * The joins that no other of them may feed, by declared emissions and perhaps by way of others,
   * come first; otherwise the order that is given holds.
   */
  static List<JoinRoute> upstreamFirst(List<JoinRoute> joins) {
    var left = new ArrayList<>(joins);
    var ordered = new ArrayList<JoinRoute>(left.size());
    while (!left.isEmpty()) {
      JoinRoute first =
          left.stream()
              .filter(join -> left.stream().noneMatch(other -> other != join && feeds(other, join)))
              .findFirst()
              .orElseGet(left::getFirst);
      left.remove(first);
      ordered.add(first);
    }
    return ordered;
  }

  private static boolean feeds(JoinRoute from, JoinRoute to) {
    return to.types().stream().anyMatch(type -> to.sources().of(type).contains(from));
  }
}
