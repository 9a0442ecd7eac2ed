package io.baton.dispatcher;

import io.baton.agents.RunOutcome;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to be stopped when a run ends early. Thread-safe; whoever adds something has to look
 * afterwards whether the run is over.
 */
final class RunParts {

  /** Made under the lock of this, when the first part comes: most runs have none. */
  private volatile @Nullable Set<RunPart> parts;

  void add(RunPart part) {
    Set<RunPart> mine = parts;
    (mine == null ? create() : mine).add(part);
    VarHandle.fullFence(); // before whoever adds looks whether the run is over
  }

  void remove(RunPart part) {
    Set<RunPart> mine = parts;
    if (mine != null) {
      mine.remove(part);
    }
  }

  void end(RunOutcome how, String why) {
    VarHandle.fullFence(); // after the run was said to be over
    Set<RunPart> mine = parts;
    if (mine != null) {
      mine.forEach(part -> part.endWithRun(how, why));
    }
  }

  private synchronized Set<RunPart> create() {
    Set<RunPart> mine = parts;
    if (mine == null) {
      mine = ConcurrentHashMap.newKeySet();
      parts = mine;
    }
    return mine;
  }
}
