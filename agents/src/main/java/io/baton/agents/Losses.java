package io.baton.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was lost before the first part of its join has come: of the last 10,000 keys of each run,
 * and of those without a run. Guarded by the store.
 */
final class Losses {

  private static final int MOST_KEYS = 10_000;

  private final Map<Object, List<Loss>> ofNoRun = new Recent();

  /** A run that was let go of must not be kept by what failed in it. */
  private final Map<Object, Map<Object, List<Loss>>> ofRuns = new WeakHashMap<>();

  void add(@Nullable Object owner, Object key, Loss loss) {
    of(owner).computeIfAbsent(key, _ -> new ArrayList<>(1)).add(loss);
  }

  /** What was lost of a key, which is remembered no longer. */
  List<Loss> take(@Nullable Object owner, Object key) {
    Map<Object, List<Loss>> all = owner == null ? ofNoRun : ofRuns.get(owner);
    List<Loss> found = all == null ? null : all.remove(key);
    return found == null ? List.of() : found;
  }

  private Map<Object, List<Loss>> of(@Nullable Object owner) {
    return owner == null ? ofNoRun : ofRuns.computeIfAbsent(owner, _ -> new Recent());
  }

  private static final class Recent extends LinkedHashMap<Object, List<Loss>> {

    @java.io.Serial private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Object, List<Loss>> eldest) {
      return size() > MOST_KEYS;
    }
  }
}
