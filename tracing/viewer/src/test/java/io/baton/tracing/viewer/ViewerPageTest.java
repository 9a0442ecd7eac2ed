package io.baton.tracing.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.agents.MemoryKey;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.tracing.viewer.Kitchen.Ask;
import io.baton.tracing.viewer.Kitchen.Food;
import io.baton.tracing.viewer.Kitchen.Pay;
import io.baton.tracing.viewer.Kitchen.Tick;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The live page in a browser. */
class ViewerPageTest {
  private static Browser browser;

  private Viewer viewer;
  private Kitchen kitchen;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = Browser.start();
  }

  @AfterAll
  static void quitBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() {
    viewer = Viewer.builder().port(0).start();
    kitchen = new Kitchen(viewer);
    browser.resize(1280, 900);
  }

  @AfterEach
  void stop() {
    browser.leave();
    kitchen.close();
    viewer.close();
  }

  @Test
  void runAppearsWhileItRunsAndSaysWhenItHasEnded() {
    browser.open(viewer, "#/runs");

    var run = kitchen.dispatcher.run(new Ask("slow"));
    String row = "tr[data-id='" + run.correlationId() + "']";
    browser.awaitText(row, "Ask");
    browser.awaitText(row, "Running");
    kitchen.ovenIsHot.countDown();

    browser.awaitText(row, "Completed");
    browser.assertNoComplaints();
  }

  @Test
  void runOpensItsTreeAndTimeline() throws Exception {
    var report = kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    browser.open(viewer, "#/runs");

    browser.find("tr[data-id='" + report.correlationId() + "'] a").click();

    browser.awaitText(".wf-row", "cook");
    browser.awaitText(".wf-row", "critic");
    browser.awaitText(".wf-row[data-kind=join]", "planner");
    browser.awaitText(".wf-row", "guest");
    assertThat(browser.all(".wf-row .seg.work")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(browser.all(".wf-row[data-critical=yes]")).isNotEmpty();
    browser.assertNoComplaints();
  }

  @Test
  void runThatBeginsAfterItsPageWasOpenedIsShown() {
    var id = CorrelationId.of("a run of later");
    browser.open(viewer, "#/run/" + id);
    browser.awaitText(".empty", "This run is not kept");

    kitchen.dispatcher.run(new Ask("rainy"), o -> o.correlationId(id));

    browser.awaitText(".wf-row", "guest");
    browser.awaitGone(".empty");
  }

  @Test
  void timelineIsReachedByKeys() throws Exception {
    var report = kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    browser.open(viewer, "#/run/" + report.correlationId());
    WebElement tree = browser.find("[role=treegrid]");
    browser.find(".wf-row");
    int rows = browser.all(".wf-row").size();

    tree.sendKeys(Keys.ARROW_DOWN);
    browser.awaitText(".detail", "rainy");
    tree.sendKeys(Keys.ARROW_LEFT);

    await().untilAsserted(() -> assertThat(browser.all(".wf-row")).hasSizeLessThan(rows));
    tree.sendKeys("+");
    await().untilAsserted(() -> assertThat(browser.find(".wf-axis").getText()).isNotEqualTo(""));
  }

  @Test
  void failingAgentTurnsRed() {
    kitchen.guestIsHungry.set(false);
    browser.open(viewer, "");
    browser.find(".g-node[data-agent=guest]");
    assertThat(browser.all(".g-node[data-failing=yes]")).isEmpty();

    kitchen.dispatcher.dispatch(new Ask("rainy"));

    browser.find(".g-node[data-agent=guest][data-failing=yes]");
    assertThat(browser.all(".g-node[data-failing=yes]")).hasSize(1);
    browser.assertNoComplaints();
  }

  @Test
  void deadLetterIsDeliveredOnceMoreByItsButtonAndDisappears() throws Exception {
    kitchen.guestIsHungry.set(false);
    kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    browser.open(viewer, "#/letters");
    browser.awaitText(".letter", "not hungry");
    kitchen.guestIsHungry.set(true);

    browser.find(".letter[data-agent=guest] [data-action=redispatch]").click();

    browser.awaitGone(".letter");
    await()
        .untilAsserted(
            () -> assertThat(kitchen.dispatcher.memory().get(Kitchen.SERVED)).isEqualTo(1));
    assertThat(kitchen.dispatcher.deadLetters().list()).isEmpty();
    browser.assertNoComplaints();
  }

  @Test
  void stackOfDeadLetterIsShownOnDemand() throws Exception {
    kitchen.guestIsHungry.set(false);
    kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    browser.open(viewer, "#/letters");

    browser.find(".letter button[aria-expanded]").click();

    browser.awaitText(".letter .stack", "at io.baton.tracing.viewer.Kitchen");
  }

  @Test
  void openJoinShowsWhatItMisses() {
    kitchen.dispatcher.dispatch(new Food("soup"));

    browser.open(viewer, "#/joins");

    browser.awaitText(".join-card", "planner");
    browser.awaitText(".join-card .came", "Food");
    browser.awaitText(".join-card .not", "Film");
    browser.awaitText("[data-count=joins]", "1");
  }

  @Test
  void memoryShowsItsVersions() throws Exception {
    kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    kitchen.dispatcher.run(new Ask("sunny")).await(Duration.ofMinutes(1));
    browser.open(viewer, "#/memory");
    browser.awaitText(".keys", "served");

    browser.find(".keys button[aria-expanded]").click();

    browser.awaitText(".past", "v1");
    browser.awaitText(".past", "guest");
  }

  @Test
  void scriptInAnEventIsText() throws Exception {
    String evil = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>";
    var report = kitchen.dispatcher.run(new Ask(evil)).await(Duration.ofMinutes(1));

    browser.open(viewer, "#/run/" + report.correlationId());
    browser.find(".wf-row").click();
    browser.awaitText(".detail", evil);

    assertThat(browser.run("return window.hacked")).isNull();
    assertThat(browser.all(".detail img, .detail script")).isEmpty();
  }

  @Test
  void secretIsMasked() throws Exception {
    var report =
        kitchen
            .dispatcher
            .run(new Pay(42, "4111-canary-card", "canary-key"))
            .await(Duration.ofMinutes(1));

    browser.open(viewer, "#/run/" + report.correlationId());
    browser.find(".wf-row").click();
    browser.awaitText(".detail", "42");

    assertThat(browser.all(".detail .j-secret")).hasSize(2);
    assertThat(browser.driver.getPageSource()).doesNotContain("canary");
  }

  @Test
  void searchFindsRunsByTheirAgents() throws Exception {
    var meal = kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    var payment = kitchen.dispatcher.run(new Pay(1, "", "")).await(Duration.ofMinutes(1));
    browser.open(viewer, "#/runs");
    browser.find("tr[data-id='" + payment.correlationId() + "']");

    browser.find("input[type=search]").sendKeys("CRITIC");

    browser.awaitGone("tr[data-id='" + payment.correlationId() + "']");
    assertThat(browser.all("tr[data-id='" + meal.correlationId() + "']")).hasSize(1);
  }

  @Test
  void phoneNeedsNoSidewaysScrolling() throws Exception {
    kitchen.guestIsHungry.set(false);
    var report = kitchen.dispatcher.run(new Ask("rain ".repeat(40))).await(Duration.ofMinutes(1));
    kitchen.dispatcher.memory().put(MemoryKey.of("key.".repeat(40), ""), "x".repeat(400));
    browser.resize(390, 844);

    for (var view :
        List.of("", "#/runs", "#/run/" + report.correlationId(), "#/letters", "#/memory")) {
      browser.open(viewer, view);
      browser.find("main section");
      browser.awaitText("#link", "Live");
      assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
          .as(view)
          .isEqualTo(true);
      assertThat(
              browser.run(
                  "return [...document.querySelectorAll('.table-frame:not(.panel *)')]"
                      + ".every((each) => each.scrollWidth <= each.clientWidth)"))
          .as("tables of " + view)
          .isEqualTo(true);
    }
  }

  @Test
  void pageThatWasRefusedComesBackWhenThereIsRoom() throws Exception {
    var others = new ArrayList<Socket>();
    try {
      for (int i = 0; i < Streams.MOST; i++) {
        var other = new Socket(viewer.address().getAddress(), viewer.address().getPort());
        others.add(other);
        other
            .getOutputStream()
            .write("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        assertThat(other.getInputStream().read()).isNotNegative();
      }
      browser.open(viewer, "");
      browser.awaitText("#link", "Connection lost");
    } finally {
      for (var other : others) {
        other.close();
      }
    }

    browser.awaitText("#link", "Live");
  }

  @Test
  void namesOfAgentsFitIntoTheirBoxes() {
    var router = new Router();
    List.of("sentiment-analyst", "mail", "archivist-of-the-second-floor-to-the-left")
        .forEach(name -> router.on(Tick.class, name, (_, _) -> List.of()));
    try (var _ = AsyncDispatcher.builder(router).name("office").tracer(viewer).start()) {
      for (int width : List.of(1280, 390)) {
        browser.resize(width, 900);
        browser.open(viewer, "");
        browser.find(".g-node[data-agent=mail]");

        assertThat(
                browser.run(
                    "return [...document.querySelectorAll('.g-node')].every((node) =>"
                        + " node.querySelector('.g-name').getBoundingClientRect().right"
                        + " < node.querySelector('.g-box').getBoundingClientRect().right)"))
            .isEqualTo(true);
        browser.awaitText(".g-name", "sentiment-analyst");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textStandsOutAgainstItsGround(String theme) throws Exception {
    kitchen.guestIsHungry.set(false);
    var report = kitchen.dispatcher.run(new Ask("rainy")).await(Duration.ofMinutes(1));
    kitchen.dispatcher.dispatch(new Food("soup"));
    String faint = Files.readString(Path.of("src/test/resources/faint.js"));

    for (var view :
        List.of(
            "", "#/runs", "#/run/" + report.correlationId(), "#/joins", "#/letters", "#/memory")) {
      browser.open(viewer, view);
      browser.awaitText("#link", "Live");
      browser.run("document.documentElement.dataset.theme = '" + theme + "'");
      browser.find("main section :is(.chip, .g-name, .join-card, .letter, td, .empty)");

      assertThat(browser.run(faint)).as(view).isEqualTo(List.of());
    }
  }

  @Test
  void pageStaysResponsiveUnderAFlood() {
    browser.open(viewer, "");
    browser.awaitText("#link", "Live");
    browser.run(
        """
        window.longest = 0;
        let last = performance.now();
        const look = (now) => {
          window.longest = Math.max(window.longest, now - last);
          last = now;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        """);

    int sent = flood(Duration.ofSeconds(10), 5_000);
    long clicked = System.nanoTime();
    browser.find("[data-tab=runs]").click();
    browser.find("input[type=search]");
    Duration answer = Duration.ofNanos(System.nanoTime() - clicked);

    assertThat(sent).isGreaterThan(10_000);
    Object longest = Objects.requireNonNull(browser.run("return window.longest"));
    assertThat(((Number) longest).doubleValue()).isLessThan(2_000);
    assertThat(answer).isLessThan(Duration.ofSeconds(5));
    browser.awaitText(".table-note", "newest");
    browser.assertNoComplaints();
  }

  /** Dispatches at a rate for a time; a machine that cannot do as much does what it can. */
  private int flood(Duration time, int perSecond) {
    long start = System.nanoTime();
    int sent = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      long due = (System.nanoTime() - start) * perSecond / 1_000_000_000L;
      while (sent < due) {
        kitchen.dispatcher.dispatch(new Tick(sent++));
      }
      LockSupport.parkNanos(1_000_000);
    }
    return sent;
  }
}
