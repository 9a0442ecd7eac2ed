package io.baton.samples.cli;

import static io.baton.samples.cli.Terminals.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.cli.Terminals.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page and the report of the text analysis. */
class WatchTest {
  private static final Pattern PAGE = Pattern.compile("page: (http://127\\.0\\.0\\.1:\\d+/)");

  @TempDir private Path folder;

  @Test
  void reportShowsEachTextAndItsAgents() throws Exception {
    Path file = folder.resolve("texts.html");

    Outcome outcome = run("--report", file.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).contains("report: " + file);
    assertThat(Files.readString(file))
        .contains("Text analysis", "analyzer", "summarizer", "combiner", "the-fox-and-the-grapes");
  }

  @Test
  void reportThatCannotBeWrittenIsToldBeforeTheWork() {
    Path file = folder.resolve("none").resolve("a.html");

    Outcome outcome = run("--report", file.toString());

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("samples/run: " + file + ": no such directory\n");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void pageIsThereUntilEnterIsPressed() throws Exception {
    var keyboard = new PipedOutputStream();
    var err = new ScreenBuffer();
    CompletableFuture<Integer> status;
    try (var in = new PipedInputStream(keyboard);
        var client = HttpClient.newHttpClient()) {
      status =
          CompletableFuture.supplyAsync(() ->
              TextCommand.run(
                  new String[] {"--view=0"},
                  in,
                  new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                  new PrintStream(err, true, UTF_8)));

      URI page = err.page();
      int answer =
          client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding()).statusCode();
      keyboard.write('\n');
      keyboard.flush();

      assertThat(answer).isEqualTo(200);
      assertThat(status.get(1, TimeUnit.MINUTES)).isZero();
      assertThat(err.toString(UTF_8)).contains("Press Enter to end the page.");
    }
  }

  @Test
  void portInUseIsToldInOneLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Outcome outcome = run("--view=" + taken.getLocalPort());

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.errors()).singleElement().asString().contains("is in use", "--view=PORT");
    }
  }

  /** What is printed, which can be waited for. */
  private static final class ScreenBuffer extends ByteArrayOutputStream {
    private final CountDownLatch hasPage = new CountDownLatch(1);

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      super.write(bytes, offset, length);
      if (PAGE.matcher(toString(UTF_8)).find()) {
        hasPage.countDown();
      }
    }

    URI page() throws InterruptedException {
      assertThat(hasPage.await(1, TimeUnit.MINUTES)).isTrue();
      Matcher matcher = PAGE.matcher(toString(UTF_8));
      assertThat(matcher.find()).isTrue();
      return URI.create(matcher.group(1));
    }
  }
}
