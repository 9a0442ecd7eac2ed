package io.baton.dispatcher;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.dispatcher.Act.Ask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to end while its agents work. */
@Timeout(60)
class ShutdownHookTest {

  private static final int EVENTS = 5;

  @TempDir private Path directory;

  @Test
  void whatWasAcceptedIsHandledBeforeAProcessWithTheHookEnds() throws Exception {
    assertThat(outOfOneThatIsEnded(true))
        .hasSize(1 + EVENTS)
        .containsOnly("working", "done")
        .startsWith("working");
  }

  @Test
  void withoutTheHookAProcessEndsAtOnce() throws Exception {
    assertThat(outOfOneThatIsEnded(false)).containsExactly("working");
  }

  private List<String> outOfOneThatIsEnded(boolean hasHook) throws Exception {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Working.class.getName(),
                String.valueOf(hasHook))
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    await().atMost(ofSeconds(30)).until(() -> Files.readString(out).contains("working"));
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(out);
  }

  /** Has agents that work until the process is told to end, and a little longer. */
  static final class Working {

    private Working() {}

    /** Begins to work; the argument says whether there is a hook. */
    public static void main(String... arguments) {
      var isEnding = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(isEnding::countDown));
      var router = new Router();
      router.listen(
          Ask.class,
          "working",
          _ -> {
            isEnding.await();
            TimeUnit.MILLISECONDS.sleep(300); // longer than a process without the hook lives on
            System.out.println("done");
          });
      var dispatcher =
          AsyncDispatcher.builder(router).shutdownHook(Boolean.parseBoolean(arguments[0])).start();
      for (int i = 0; i < EVENTS; i++) {
        dispatcher.dispatch(new Ask(i));
      }
      System.out.println("working");
    }
  }
}
