package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

  @Test
  void noHeadersAreEmpty() {
    assertThat(Headers.none().asMap()).isEmpty();
    assertThat(Headers.none().get("a")).isEmpty();
    assertThat(Headers.of(Map.of())).isSameAs(Headers.none());
  }

  @Test
  void mapIsCopied() {
    var map = new HashMap<>(Map.of("a", "1"));
    var headers = Headers.of(map);
    map.put("b", "2");

    assertThat(headers.asMap()).containsExactly(Map.entry("a", "1")).isUnmodifiable();
  }

  @Test
  void withAddsOrReplacesInACopy() {
    var one = Headers.none().with("a", "1");
    var two = one.with("b", "2").with("a", "3");

    assertThat(one.get("a")).contains("1");
    assertThat(one.get("b")).isEmpty();
    assertThat(two.asMap()).isEqualTo(Map.of("a", "3", "b", "2"));
    assertThat(two.asMap()).isUnmodifiable();
  }

  @Test
  void orderOfAdditionDoesNotMatter() {
    var forth = Headers.none().with("a", "1").with("b", "2");
    var back = Headers.none().with("b", "2").with("a", "1");

    assertThat(forth).isEqualTo(back).hasSameHashCodeAs(back).hasToString("{a=1, b=2}");
    assertThat(back).hasToString("{a=1, b=2}");
    assertThat(forth).isNotEqualTo(Headers.none()).isNotEqualTo("{a=1, b=2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void blankNameIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.none().with(name, "1"))
        .withMessage("a header's name must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of(Map.of(name, "1")))
        .withMessage("a header's name must not be blank");
  }
}
