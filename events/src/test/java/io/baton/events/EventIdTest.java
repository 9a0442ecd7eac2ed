package io.baton.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  private static final String TEXT = "01234567-89ab-7cde-8f01-23456789abcd";

  @Test
  void textFormIsAUuidOfItsBits() {
    var id = new EventId(0x0123_4567_89AB_7CDEL, 0x8F01_2345_6789_ABCDL);

    assertThat(id).hasToString(TEXT);
    assertThat(EventId.parse(TEXT)).isEqualTo(id);
    assertThat(EventId.parse(TEXT.toUpperCase(java.util.Locale.ROOT))).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-2-3-4-5",
        "01234567-89ab-7cde-8f01-23456789abc",
        "01234567-89ab-7cde-8f01-23456789abcde",
        "01234567-89ab-7cde-8f01-23456789abcg",
        " 01234567-89ab-7cde-8f01-23456789abcd",
        "0123456789ab7cde8f0123456789abcd",
      })
  void otherTextIsRefused(String text) {
    String message = "an id must be a UUID of 36 characters, but is \"" + text + "\"";

    assertThatIllegalArgumentException().isThrownBy(() -> EventId.parse(text)).withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorrelationId.parse(text))
        .withMessage(message);
  }

  @Test
  void orderIsThatOfUnsignedBits() {
    var ordered =
        Stream.of(
            new EventId(0, 0),
            new EventId(0, 1),
            new EventId(0, -1),
            new EventId(1, 0),
            new EventId(Long.MAX_VALUE, 0),
            new EventId(Long.MIN_VALUE, 0),
            new EventId(-1, -1));

    assertThat(ordered.toList()).isSorted();
    assertThat(new EventId(-1, 2)).isEqualByComparingTo(new EventId(-1, 2));
  }

  @Test
  void orderOfTextIsOrderOfIds() {
    var early = new EventId(0x0123_0000_0000_7000L, -1);
    var late = new EventId(0xF123_0000_0000_7000L, 0);

    assertThat(early).isLessThan(late);
    assertThat(early.toString()).isLessThan(late.toString());
  }
}
