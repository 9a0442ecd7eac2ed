package io.baton.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositeTracerTest {

  private static final TraceEvent EVENT = Traces.numbered(1);

  private final List<String> seen = new ArrayList<>();

  @Test
  void eachTracerGetsTheEventInTheOrderOfTracers() {
    Tracer.all(naming("a"), naming("b"), naming("c")).trace(EVENT);

    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void tracerThatThrowsDoesNotRobTheOthers() {
    var failure = new IllegalStateException("first");

    var tracer = Tracer.all(naming("a"), throwing(failure), naming("c"));

    assertThatThrownBy(() -> tracer.trace(EVENT)).isSameAs(failure);
    assertThat(seen).containsExactly("a", "c");
  }

  @Test
  void secondFailureIsSuppressedInTheFirst() {
    var first = new IllegalStateException("first");
    var second = new IllegalStateException("second");

    var tracer = Tracer.all(throwing(first), throwing(second));

    assertThatThrownBy(() -> tracer.trace(EVENT)).isSameAs(first).hasSuppressedException(second);
  }

  @Test
  void tracersThatThrowTheSameInstanceDoNotRobTheOthers() {
    var failure = new IllegalStateException("shared");

    var tracer = Tracer.all(throwing(failure), throwing(failure), naming("c"));

    assertThatThrownBy(() -> tracer.trace(EVENT)).isSameAs(failure).hasNoSuppressedExceptions();
    assertThat(seen).containsExactly("c");
  }

  @Test
  void tracerThatIsNotEnabledGetsNothing() {
    var tracer = Tracer.all(new Disabled(), naming("b"));

    tracer.trace(EVENT);

    assertThat(tracer.isEnabled()).isTrue();
    assertThat(seen).containsExactly("b");
  }

  @Test
  void isNotEnabledWhenNoneOfThemIs() {
    assertThat(Tracer.all(Tracer.none(), new Disabled()).isEnabled()).isFalse();
  }

  @Test
  void ofNoneIsTheTracerThatDoesNothing() {
    assertThat(Tracer.all()).isSameAs(Tracer.none());
    Tracer.all().trace(EVENT);
    assertThat(Tracer.none().isEnabled()).isFalse();
  }

  @Test
  void ofOneIsThatOne() {
    var recorder = new TraceRecorder();

    assertThat(Tracer.all(recorder)).isSameAs(recorder);
  }

  private Tracer naming(String name) {
    return _ -> seen.add(name);
  }

  private static Tracer throwing(RuntimeException failure) {
    return _ -> {
      throw failure;
    };
  }

  private record Disabled() implements Tracer {
    @Override
    public void trace(TraceEvent event) {
      throw new AssertionError("traced though not enabled");
    }

    @Override
    public boolean isEnabled() {
      return false;
    }
  }
}
