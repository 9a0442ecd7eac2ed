package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {

  @Test
  void nameGivesTheStartOfItsSha256() {
    // SHA-256("abc") is ba7816bf 8f01cfea 414140de 5dae2223 ...
    assertThat(CorrelationId.of("abc")).hasToString("ba7816bf-8f01-8fea-8141-40de5dae2223");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "order 4711", "ü€😀"})
  void nameGivesAlwaysTheSameIdOfVersion8(String name) {
    var id = CorrelationId.of(name);
    UUID uuid = UUID.fromString(id.toString());

    assertThat(CorrelationId.of(name)).isEqualTo(id);
    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
  }

  @Test
  void otherNamesGiveOtherIds() {
    assertThat(CorrelationId.of("a")).isNotEqualTo(CorrelationId.of("b"));
  }

  @Test
  void textFormIsReadAgain() {
    var id = CorrelationId.of("name");

    assertThat(CorrelationId.parse(id.toString())).isEqualTo(id);
  }
}
