package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = 1_000_000;

  private final Pace pace = new Pace();

  @Test
  void regularEventsAreForeseen() {
    comeEach(MILLI, 10);

    assertThat(pace.isRegular()).isTrue();
    assertThat(pace.dueNanos()).isEqualTo(11 * MILLI);
  }

  @Test
  void aLittleJitterMakesNoDifference() {
    for (int i = 1; i <= 50; i++) {
      pace.came(i * MILLI + (i % 2) * MILLI / 10);
    }

    assertThat(pace.isRegular()).isTrue();
    assertThat(pace.dueNanos()).isBetween(51 * MILLI - MILLI / 5, 51 * MILLI + MILLI / 5);
  }

  @Test
  void aPauseEndsTheForesightUntilEventsAreRegularAgain() {
    comeEach(MILLI, 10);

    pace.came(200 * MILLI);
    assertThat(pace.isRegular()).isFalse();
    pace.came(201 * MILLI);
    pace.came(202 * MILLI);
    assertThat(pace.isRegular()).isFalse();
    for (int i = 203; i < 206; i++) {
      pace.came(i * MILLI);
    }
    assertThat(pace.isRegular()).isTrue();
  }

  @Test
  void seldomEventsAreNotForeseen() {
    comeEach(3 * MILLI, 20);

    assertThat(pace.isRegular()).isFalse();
  }

  private void comeEach(long gapNanos, int times) {
    for (int i = 1; i <= times; i++) {
      pace.came(i * gapNanos);
    }
  }
}
