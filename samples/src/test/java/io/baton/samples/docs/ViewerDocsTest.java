package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.tracing.Redactor;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.Tracer;
import io.baton.tracing.viewer.Report;
import io.baton.tracing.viewer.Viewer;
import io.baton.tracing.viewer.ViewerException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on the viewer shows and claims. */
class ViewerDocsTest {
  @TempDir private Path folder;

  @Test
  void twoLinesAreEnough() throws Exception {
    // The port may be in use on the machine that tests; then that is what is said.
    try {
      twoLines(router());
    } catch (ViewerException e) {
      assertThat(e).hasMessageContaining("port 8200 of 127.0.0.1 is in use");
    }
  }

  private static void twoLines(Router router) throws Exception {
    // docs: start
    var viewer = Viewer.start(); // http://127.0.0.1:8200
    var dispatcher = AsyncDispatcher.builder(router).tracer(viewer).start();
    // end
    try (viewer;
        dispatcher;
        var client = HttpClient.newHttpClient()) {
      assertThat(viewer.uri()).hasToString("http://127.0.0.1:8200/");
      var request = HttpRequest.newBuilder(viewer.uri()).build();
      assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("Baton");
    }
  }

  @Test
  void optionsAreTaken() {
    // docs: options
    var viewer =
        Viewer.builder()
            .port(0) // any that is free
            .capacity(1_000_000) // trace events that are kept
            .redactor(Redactor.byDefault().masking("iban"))
            .start();
    // end
    try (viewer) {
      assertThat(viewer.address().getPort()).isPositive();
      assertThatThrownBy(() -> Viewer.builder().capacity(0))
          .hasMessage("capacity must be at least 1, but is 0");
    }
  }

  @Test
  void reportsAreWritten() throws Exception {
    var recorder = new TraceRecorder();
    Path file = folder.resolve("run.html");
    Path batch = folder.resolve("batch.html");
    try (var viewer = Viewer.builder().port(0).start();
        var dispatcher =
            AsyncDispatcher.builder(router()).tracer(Tracer.all(viewer, recorder)).start()) {
      var run = dispatcher.run(new Ask("rainy"));
      run.await(ofMinutes(1));

      // docs: report
      viewer.report(run.correlationId()).title("A rainy evening").writeTo(file);
      Report.of(recorder).writeTo(batch); // all that a recorder has kept
      // end
    }

    assertThat(Files.readString(file)).contains("A rainy evening", "soup for rainy");
    assertThat(Files.readString(batch)).contains("soup for rainy");
  }

  private static Router router() {
    var router = new Router();
    router.on(Ask.class, "cook", (ask, _) -> List.of(new Food("soup for " + ask.mood())));
    router.listen(Food.class, "guest", _ -> {});
    return router;
  }
}
