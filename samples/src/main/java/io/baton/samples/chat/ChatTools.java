package io.baton.samples.chat;

import io.baton.agents.llm.Describe;
import io.baton.agents.llm.Tool;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Two tools that can do no harm. */
public final class ChatTools {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEEE, uuuu-MM-dd HH:mm:ss XXX", Locale.ROOT);

  private ChatTools() {}

  record Calculation(
      @Describe("numbers, + - * / and brackets, as in 2 * (3.5 + 1)") String expression) {}

  record Place(
      @Describe("a time zone, as in Europe/Berlin; UTC if left out") Optional<String> zone) {}

  /**
   * A calculator and a clock.
   *
   * @param time what the clock shows
   */
  public static List<Tool<?, ?>> all(InstantSource time) {
    return List.of(
        Tool.of(
            "calculator",
            "Works an arithmetic expression out, exactly.",
            Calculation.class,
            calculation -> Calculator.value(calculation.expression())),
        Tool.of(
            "clock",
            "Tells day and time.",
            Place.class,
            place -> TIME.format(time.instant().atZone(ZoneId.of(place.zone().orElse("UTC"))))));
  }
}
