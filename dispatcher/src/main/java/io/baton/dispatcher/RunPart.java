package io.baton.dispatcher;

import io.baton.agents.RunOutcome;

/** Something of a run that has to be stopped when the run ends early. Thread-safe. */
interface RunPart {

  /** Stops it; does nothing if it has ended or was stopped before. */
  void endWithRun(RunOutcome how, String why);
}
