package io.baton.dispatcher;

import io.baton.agents.JoinClosing;
import io.baton.agents.Missing;
import java.io.Serial;

/** Says that a join has failed, since an agent has that could have brought a missing part. */
final class JoinFailedException extends DispatchException {

  @Serial private static final long serialVersionUID = 1;

  private JoinFailedException(String message) {
    super(message);
  }

  static JoinFailedException of(String join, JoinClosing closing) {
    var missing = closing.parts().missing().stream().map(Missing::slot).distinct().toList();
    return new JoinFailedException(
        "join "
            + join
            + " can never be complete: it misses "
            + String.join(", ", missing)
            + ", and "
            + String.join("; ", closing.failures()));
  }
}
