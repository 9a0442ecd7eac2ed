package io.baton.samples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
  // one stream for both, as on a terminal
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(shown, true, UTF_8);

  @Test
  void statusMakesWayForResultsOnATerminal() {
    var screen = new Screen(stream, stream, true);

    screen.status("1 of 2");
    screen.result("result\n");
    screen.status("2 of 2");
    screen.endStatus();

    assertThat(shown.toString(UTF_8))
        .isEqualTo("1 of 2\r\u001b[Kresult\n1 of 2\r\u001b[K2 of 2\r\u001b[K");
  }

  @Test
  void statusIsALineElsewhereAndNotRepeated() {
    var screen = new Screen(stream, stream, false);

    screen.status("1 of 2");
    screen.status("1 of 2");
    screen.result("result\n");
    screen.status("2 of 2");
    screen.endStatus();

    assertThat(shown.toString(UTF_8)).isEqualTo("1 of 2\nresult\n2 of 2\n");
  }

  @Test
  void complaintIsOneSafeLine() {
    new Screen(stream, stream, false).complain("a\nb", "is\u001bbad");

    assertThat(shown.toString(UTF_8)).isEqualTo("samples/run: a b: is<U+001B>bad\n");
  }
}
