package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemEventTest {

  private static final Failure FAILURE = new Failure("T", "m", "");
  private static final Envelope ENVELOPE = Envelope.root(new TerminateEvent("end"));

  @Test
  void listsAreCopied() {
    var path = new ArrayList<>(List.of("a"));
    var parts = new ArrayList<Event>(List.of(new TerminateEvent("end")));
    var dead = new DeadLetter(ENVELOPE, "cook", 1, FAILURE, path);
    var timedOut = new JoinTimedOut("join", parts, path);
    path.clear();
    parts.clear();

    assertThat(dead.path()).containsExactly("a").isUnmodifiable();
    assertThat(timedOut.parts()).hasSize(1).isUnmodifiable();
    assertThat(timedOut.missing()).containsExactly("a").isUnmodifiable();
  }

  @Test
  void attemptsMustNotBeNegative() {
    assertThat(new DeadLetter(ENVELOPE, "cook", 0, FAILURE, List.of()).attempts()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeadLetter(ENVELOPE, "cook", -1, FAILURE, List.of()))
        .withMessage("attempts must be at least 0, but is -1");
  }

  @Test
  void versionOfMemoryStartsAtOne() {
    assertThat(new MemoryChanged("k", 1, "cook").version()).isOne();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MemoryChanged("k", 0, "cook"))
        .withMessage("version must be at least 1, but is 0");
  }
}
