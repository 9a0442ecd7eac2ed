package io.baton.tracing.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.tracing.TraceEvent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceReaderTest {

  private static final String NOTE =
      "{\"trace\":\"Note\",\"correlationid\":\"00000000-0000-0000-0000-000000000001\","
          + "\"id\":\"00000000-0000-0000-0000-000000000003\",\"agent\":\"cook\",\"attempt\":1,"
          + "\"time\":\"2026-01-01T00:00:00Z\",\"text\":\"hot\"}";

  @TempDir private Path directory;

  @Test
  void fileIsReadToItsEnd() throws Exception {
    Path file = Files.writeString(directory.resolve("trace.jsonl"), NOTE + "\n\n" + NOTE + "\r\n");

    try (var reader = TraceReader.open(file)) {
      assertThat(reader.events())
          .extracting(event -> ((TraceEvent.Note) event).text())
          .containsExactly("hot", "hot");
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void memberOfALaterVersionIsIgnored() {
    assertThat(Samples.reader(NOTE.replace("}", ",\"colour\":{\"a\":[1]}}")).next()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "text":"hot" | "text":7 | line 2: text is wrong: it must be String
          ,"text":"hot" | '' | line 2: text is missing
          "attempt":1 | "attempt":1.5 | line 2: attempt is wrong: For input string: "1.5"
          "attempt":1 | "attempt":99999999999 | line 2: attempt is wrong
          2026-01-01T | 2026-13-01T | line 2: time is wrong
          "Note" | "Vote" | line 2: trace must be one of
          "trace" | "craze" | line 2: trace is missing
          0000003" | 0000003x" | line 2: id is wrong: an id must be a UUID of 36 characters
          "text":"hot" | "text":"hot","text":"hot" | line 2: "text" stands twice
          {"trace" | "trace" | line 2: it
          "hot"} | "hot | line 2: it has no end, as if its writer had been stopped
          """)
  void lineThatIsNoneIsNamedWithItsNumber(String good, String bad, String message) {
    var reader = Samples.reader(NOTE + "\n" + NOTE.replace(good, bad));

    assertThat(reader.next()).isPresent();
    assertThatExceptionOfType(TraceFormatException.class)
        .isThrownBy(reader::next)
        .withMessageStartingWith(message)
        .matches(refused -> refused.line() == 2);
  }

  @Test
  void lossOfLessThanNothingIsRefused() {
    var reader = Samples.reader("{\"trace\":\"Lost\",\"count\":-5}");

    assertThatExceptionOfType(TraceFormatException.class)
        .isThrownBy(reader::next)
        .withMessage("line 1: count must be at least 0, but is -5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2000000000", "1e-2000000000"})
  void costThatNoMemoryHasRoomForIsRefused(String cost) {
    var line =
        """
        {"trace":"ModelCalled","correlationid":"00000000-0000-0007-0000-000000000001",\
        "id":"00000000-0000-0007-0000-000000000001","agent":"cook","attempt":1,\
        "time":"2026-01-01T00:00:00Z","provider":"p","model":"m","work":"PT1S",\
        "inputtokens":1,"outputtokens":1,"cost":%s,"finish":"STOP"}
        """;

    assertThatExceptionOfType(TraceFormatException.class)
        .isThrownBy(Samples.reader(line.formatted(cost))::next)
        .withMessage("line 1: cost is wrong: it must have at most 1000 places, but is " + cost);
    assertThat(Samples.reader(line.formatted("0.0123")).next()).isPresent();
  }

  @Test
  void lineThatIsTooLongIsRefusedBeforeItIsRead() {
    var endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            given++;
            return 'x';
          }
        };
    var reader = TraceReader.builder().maxLineBytes(1_000_000).of(endless);

    assertThatExceptionOfType(TraceFormatException.class)
        .isThrownBy(reader::next)
        .withMessage("line 1: it is longer than 1000000 bytes");
    assertThat(endless.given).isLessThan(2_000_000);
  }

  @Test
  void lineThatIsNoUtf8IsRefused() {
    var bytes = NOTE.replace("hot", "h\u00f6t").getBytes(StandardCharsets.ISO_8859_1);

    assertThatExceptionOfType(TraceFormatException.class)
        .isThrownBy(() -> TraceReader.of(new ByteArrayInputStream(bytes)).next())
        .withMessage("line 1: it is not UTF-8");
  }

  @Test
  void documentThatIsNestedTooDeepIsRefused() {
    String deep = "[".repeat(100_000);

    assertThatExceptionOfType(TraceFormatException.class)
        .isThrownBy(() -> Samples.reader(deep).next())
        .withMessageContaining("line 1: ");
  }

  @Test
  void boundOfNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceReader.builder().maxLineBytes(0))
        .withMessage("maxLineBytes must be at least 1, but is 0");
  }
}
