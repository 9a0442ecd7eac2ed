package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.dispatcher.Run;
import io.baton.events.Envelope;
import io.baton.tracing.TraceEvent;
import io.baton.tracing.TraceRecorder;
import io.baton.tracing.viewer.Kitchen.Ask;
import io.baton.tracing.viewer.Kitchen.Pay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as files, also in a browser. */
class ReportTest {
  @TempDir private Path folder;

  private Viewer viewer;
  private Kitchen kitchen;

  @BeforeEach
  void start() {
    viewer = Viewer.builder().port(0).start();
    kitchen = new Kitchen(viewer);
  }

  @AfterEach
  void stop() {
    kitchen.close();
    viewer.close();
  }

  @Test
  void reportOfARunOpensFromTheDisk() throws Exception {
    kitchen.guestIsHungry.set(false);
    var run = kitchen.dispatcher.run(new Ask("rainy"));
    run.await(Duration.ofMinutes(1));
    Path file = folder.resolve("report.html");

    viewer.report(run.correlationId()).title("An evening").writeTo(file);

    try (var browser = Browser.start()) {
      browser.open(file);
      browser.awaitText("h1", "An evening");
      browser.awaitText(".wf-row", "cook");
      browser.awaitText(".wf-row[data-state=DEAD]", "guest");
      browser.find(".wf-row[data-state=DEAD]").click();
      browser.awaitText(".detail", "not hungry");
      browser.assertNoComplaints();
    }
  }

  @Test
  void scriptInAReportIsText() throws Exception {
    String evil = "</script><script>window.hacked = 1</script><!--";
    var run = kitchen.dispatcher.run(new Ask(evil));
    run.await(Duration.ofMinutes(1));
    Path file = folder.resolve("report.html");

    viewer.report(run.correlationId()).title(evil).writeTo(file);

    assertThat(Files.readString(file)).doesNotContain("<script>window");
    try (var browser = Browser.start()) {
      browser.open(file);
      browser.awaitText("h1", evil);
      browser.find(".wf-row").click();
      browser.awaitText(".detail", evil);
      assertThat(browser.run("return window.hacked")).isNull();
    }
  }

  @Test
  void reportLoadsNothing() throws Exception {
    String html = viewer.report().html();

    assertThat(html)
        .contains("default-src 'none'")
        .doesNotContain("src=\"", "href=\"", "@import", "url(\"", "unsafe-inline");
  }

  @Test
  void batchIsOneReport() throws Exception {
    var first = kitchen.dispatcher.run(new Ask("rainy"));
    var second = kitchen.dispatcher.run(new Ask("sunny"));
    var third = kitchen.dispatcher.run(new Ask("windy"));
    for (var run : new Run[] {first, second, third}) {
      run.await(Duration.ofMinutes(1));
    }

    String html = viewer.report(first.correlationId(), second.correlationId()).html();

    assertThat(html)
        .contains("2 × Ask", "soup for rainy", "soup for sunny")
        .doesNotContain("soup for windy");
  }

  @Test
  void secretIsInNoReportAndInNoAnswer() throws Exception {
    var run = kitchen.dispatcher.run(new Pay(42, "canary-card", "canary-key"));
    run.await(Duration.ofMinutes(1));

    assertThat(viewer.report().html()).contains("Pay").doesNotContain("canary");
    assertThat(Report.of(viewer.recorder()).html()).doesNotContain("canary");
  }

  @Test
  void tooManyRowsAreLeftOutAndTheFileSaysSo() {
    var recorder = new TraceRecorder(Report.MOST_ROWS + 100);
    for (int i = 0; i < Report.MOST_ROWS + 10; i++) {
      var envelope = Envelope.root(new Ask("rainy"));
      recorder.trace(new TraceEvent.Dispatched(envelope, envelope.time()));
    }

    assertThat(Report.of(recorder).html()).contains("\"leftOut\":10");
  }

  @Test
  void fileThatCannotBeWrittenIsTold() {
    Path file = folder.resolve("no-such-folder").resolve("report.html");

    assertThatThrownBy(() -> viewer.report().writeTo(file))
        .isInstanceOf(ViewerException.class)
        .hasMessageStartingWith("the report cannot be written to " + file);
  }
}
