package io.baton.tracing.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.events.EventId;
import org.junit.jupiter.api.Test;

class EventTypesTest {

  private final EventTypes types = new EventTypes(4);

  private static EventId id(int n) {
    return new EventId(1, n);
  }

  @Test
  void theLastEventsAreRememberedAndOlderOnesForgotten() {
    for (int i = 0; i < 12; i++) {
      types.put(id(i), "T" + i);
    }

    for (int i = 8; i < 12; i++) {
      assertThat(types.of(id(i))).isEqualTo("T" + i);
    }
    assertThat(types.of(id(0))).isEqualTo("unknown");
    assertThat(types.of(id(3))).isEqualTo("unknown");
  }

  @Test
  void whatNeverCameIsUnknown() {
    assertThat(types.of(id(1))).isEqualTo("unknown");
  }
}
