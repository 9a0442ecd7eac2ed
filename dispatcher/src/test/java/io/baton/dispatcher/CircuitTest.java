package io.baton.dispatcher;

import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private static final Exception FAILURE = new IOException("net");

  private final Circuit circuit = circuit(CircuitBreaker.opensAfter(2, 3));

  private static Circuit circuit(CircuitBreaker settings) {
    return new Circuit("bank", settings.pause(ofNanos(100)));
  }

  private void fail(long now) {
    circuit.failed(circuit.enter(now), FAILURE, now);
  }

  private void succeed(long now) {
    circuit.succeeded(circuit.enter(now));
  }

  private void assertOpen(long now, long remaining) {
    assertThatExceptionOfType(CircuitOpenException.class)
        .isThrownBy(() -> circuit.enter(now))
        .withMessage("the circuit of route bank is open for %s more", ofNanos(remaining))
        .satisfies(e -> assertThat(e.remaining()).isEqualTo(ofNanos(remaining)));
  }

  @Test
  void itOpensWhenSoManyOfTheLastAttemptsHaveFailed() {
    fail(0);
    succeed(1);
    succeed(2);
    fail(3);
    succeed(4);
    assertThat(circuit.isShut(4)).isFalse();

    fail(5);
    assertOpen(6, 99);
    assertOpen(104, 1);
  }

  @Test
  void afterItsPauseItLetsOneAttemptThroughAndClosesIfThatEndsWell() {
    fail(0);
    fail(0);

    int probe = circuit.enter(100);
    assertOpen(100, 0);
    circuit.succeeded(probe);

    // and it has forgotten what was before
    fail(101);
    assertThatNoException().isThrownBy(() -> circuit.enter(102));
  }

  @Test
  void itOpensAgainIfTheOneAttemptFails() {
    fail(0);
    fail(0);
    fail(150);

    assertOpen(150, 100);
  }

  @Test
  void anAttemptThatIsCancelledLetsAnotherThrough() {
    fail(0);
    fail(0);
    circuit.abandoned(circuit.enter(100));

    succeed(100);
    assertThatNoException().isThrownBy(() -> circuit.enter(100));
  }

  @Test
  void whatBeganBeforeItOpenedNeitherClosesNorProlongsIt() {
    int one = circuit.enter(0);
    int two = circuit.enter(0);
    fail(0);
    fail(0);

    circuit.succeeded(one);
    circuit.failed(two, FAILURE, 50);
    assertOpen(60, 40);
  }

  @Test
  void failuresThatDoNotCountAreSound() {
    var picky =
        circuit(CircuitBreaker.opensAfter(1, 1).when(e -> !(e instanceof IllegalStateException)));
    picky.failed(picky.enter(0), new IllegalStateException("no funds"), 0);
    assertThat(picky.isShut(0)).isFalse();

    picky.failed(picky.enter(0), new AssertionError("errors always count"), 0);
    assertThat(picky.isShut(0)).isTrue();
  }

  @Test
  void aPredicateThatThrowsCountsTheFailure() {
    var mistaken =
        circuit(
            CircuitBreaker.opensAfter(1, 1)
                .when(_ -> {
                  throw new IllegalStateException("on purpose");
                }));
    mistaken.failed(mistaken.enter(0), FAILURE, 0);

    assertThat(mistaken.isShut(0)).isTrue();
  }
}
