package io.baton.tracing.micrometer;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The values of a tag: the first so many that come, and {@link #OTHER} for all others. */
final class TagValues {

  static final String OTHER = "other";

  private final int most;
  private final ConcurrentMap<String, String> values = new ConcurrentHashMap<>();

  TagValues(int most) {
    this.most = most;
  }

  /** The value to be used for a value. */
  String of(String value) {
    String known = values.get(value);
    return known == null ? add(value) : known;
  }

  private synchronized String add(String value) {
    if (values.size() < most) {
      values.putIfAbsent(value, value);
    }
    return values.getOrDefault(value, OTHER);
  }
}
