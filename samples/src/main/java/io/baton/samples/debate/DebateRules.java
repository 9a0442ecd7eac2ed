package io.baton.samples.debate;

import dev.langchain4j.model.chat.ChatModel;
import io.baton.samples.rules.RuleModel;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules for a debate on whatever motion: each side has a few points and knows answers to some of
 * the other's; the judge counts the points that nobody has answered.
 */
final class DebateRules {

  private static final Pattern LINE =
      Pattern.compile("(PRO|CON) \\[([^\\],]*)(?:, answers ([^\\]]*))?\\] (.*)");

  private DebateRules() {}

  /**
   * A point that a side can make.
   *
   * @param point its name
   * @param answers which point of the other side it answers
   * @param text the argument
   */
  private record Argument(String point, String answers, String text) {}

  private static final List<Argument> PRO =
      List.of(
          new Argument("time", "", "What is done once need not be done again by everyone."),
          new Argument("fairness", "effort", "All would share the effort that a few bear today."),
          new Argument("clarity", "freedom", "Who knows what to expect is freer to choose."));

  private static final List<Argument> CON =
      List.of(
          new Argument("effort", "time", "Somebody has to do it, and has other things to do."),
          new Argument("freedom", "fairness", "What is the same for all suits few."));

  /** A debater that brings the argument that answers the last point, or else the next one. */
  static ChatModel debater(Side side) {
    return new RuleModel(question -> move(side, speeches(question)));
  }

  private static Move move(Side side, List<Speech> speeches) {
    Set<String> used =
        speeches.stream()
            .filter(s -> s.side() == side)
            .map(Speech::point)
            .collect(Collectors.toSet());
    String last =
        speeches.isEmpty() || speeches.getLast().side() == side ? "" : speeches.getLast().point();
    var open =
        (side == Side.PRO ? PRO : CON).stream().filter(a -> !used.contains(a.point())).toList();
    return open.stream()
        .filter(argument -> argument.answers().equals(last))
        .findFirst()
        .or(() -> open.stream().findFirst())
        .map(a ->
            new Move(Move.Act.ARGUE, a.point(), a.answers().equals(last) ? last : "", a.text()))
        .orElse(new Move(Move.Act.CONCEDE, "", "", ""));
  }

  /** A judge that counts the points that were not answered; of equals, the motion has failed. */
  static ChatModel judge() {
    return new RuleModel(question -> {
      List<Speech> speeches = speeches(question);
      List<String> pro = unanswered(Side.PRO, speeches);
      List<String> con = unanswered(Side.CON, speeches);
      Side winner = pro.size() > con.size() ? Side.PRO : Side.CON;
      return new Ruling(
          winner, "not answered: %s of PRO, %s of CON".formatted(listed(pro), listed(con)));
    });
  }

  private static List<String> unanswered(Side side, List<Speech> speeches) {
    Set<String> answered =
        speeches.stream()
            .filter(s -> s.side() != side)
            .map(Speech::answers)
            .collect(Collectors.toSet());
    return speeches.stream()
        .filter(speech -> speech.side() == side && !answered.contains(speech.point()))
        .map(Speech::point)
        .toList();
  }

  private static String listed(List<String> points) {
    return points.isEmpty() ? "nothing" : String.join(", ", points);
  }

  /** What was said, read back from the lines that a debater is shown. */
  private static List<Speech> speeches(String question) {
    return question
        .lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .map(line -> {
          String answers = line.group(3) == null ? "" : line.group(3);
          return new Speech(Side.valueOf(line.group(1)), line.group(2), answers, line.group(4));
        })
        .toList();
  }
}
