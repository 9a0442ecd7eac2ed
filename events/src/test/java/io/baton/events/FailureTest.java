package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void failureSaysTypeMessageAndTrace() {
    var cause = new IllegalStateException("no soup", new ArithmeticException("by zero"));

    var failure = Failure.of(cause);

    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("no soup");
    assertThat(failure.stackTrace())
        .startsWith("java.lang.IllegalStateException: no soup")
        .contains("at " + FailureTest.class.getName())
        .contains("Caused by: java.lang.ArithmeticException: by zero");
    assertThat(failure).hasToString("java.lang.IllegalStateException: no soup");
  }

  @Test
  void failureWithoutMessageHasAnEmptyOne() {
    var failure = Failure.of(new IllegalStateException());

    assertThat(failure.message()).isEmpty();
    assertThat(failure).hasToString("java.lang.IllegalStateException");
  }
}
