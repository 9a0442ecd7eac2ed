package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A real browser without a window. */
final class Browser implements AutoCloseable {
  private static final List<Path> BROWSERS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));
  private static final List<Path> DRIVERS =
      List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium/chromedriver"));

  final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** Starts it; where there is none on this machine, the test is skipped. */
  static Browser start() throws IOException {
    Optional<Path> browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
    Optional<Path> driver = DRIVERS.stream().filter(Files::isExecutable).findFirst();
    assumeTrue(
        browser.isPresent() && driver.isPresent(),
        "the page is not tested: install chromium and chromedriver"
            + " (on Debian: apt-get install chromium chromium-driver)");
    Path profile = Files.createTempDirectory("baton-browser");
    var options = new ChromeOptions();
    options.setBinary(browser.orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), profile);
  }

  /** A view of the page, from its start: without what the last one has left. */
  void open(Viewer viewer, String view) {
    driver.get("about:blank");
    driver.get(viewer.uri() + view);
  }

  /** Leaves the page, and forgets what it has complained about. */
  void leave() {
    driver.get("about:blank");
    driver.manage().logs().get(LogType.BROWSER);
  }

  void open(Path file) {
    driver.get(file.toUri().toString());
  }

  void resize(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** Waits for what a selector finds, and gives the first of it. */
  WebElement find(String selector) {
    return await()
        .alias(selector)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> all(selector).stream().findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Waits until the page shows a text. */
  void awaitText(String selector, String text) {
    await()
        .alias(selector + " shows " + text)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreException(StaleElementReferenceException.class)
        .until(() -> all(selector).stream().anyMatch(each -> each.getText().contains(text)));
  }

  /** Waits until a selector finds nothing. */
  void awaitGone(String selector) {
    await()
        .alias(selector + " is gone")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> all(selector).isEmpty());
  }

  @Nullable Object run(String script) {
    return driver.executeScript(script);
  }

  /** Nothing was refused by the policy of the page, and no script has failed. */
  void assertNoComplaints() {
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
        .extracting(LogEntry::getMessage)
        .isEmpty();
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    try (var files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
