package io.baton.samples.debate;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.samples.debate.Debate.Speakers;
import io.baton.samples.models.AskedModel;
import io.baton.samples.rules.RuleModel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class DebateTest {

  @Test
  void sidesSpeakInTurnAndAnswerEachOther() throws Exception {
    var outcome = Debate.on("Cats are better than dogs.", 2, Speakers.byRules());

    assertThat(outcome.speeches())
        .extracting(speech -> speech.side() + " " + speech.point() + " " + speech.answers())
        .containsExactly(
            "PRO time ", "CON effort time", "PRO fairness effort", "CON freedom fairness");
    assertThat(outcome.ruling())
        .isEqualTo(new Ruling(Side.CON, "not answered: nothing of PRO, freedom of CON"));
  }

  @Test
  void sideThatHasNothingNewToSayEndsTheDebate() throws Exception {
    var outcome = Debate.on("Cats are better than dogs.", 9, Speakers.byRules());

    assertThat(outcome.speeches()).hasSize(5).last().extracting(Speech::side).isEqualTo(Side.PRO);
    assertThat(outcome.ruling().winner()).isEqualTo(Side.PRO);
    assertThat(outcome.motion()).isEqualTo("Cats are better than dogs.");
  }

  @Test
  void oneRoundIsOneSpeechEach() throws Exception {
    assertThat(Debate.on("x", 1, Speakers.byRules()).speeches()).hasSize(2);
  }

  @Test
  void everyoneIsShownTheMotionAndAllThatWasSaid() throws Exception {
    Queue<String> shown = new ConcurrentLinkedQueue<>();
    var debater =
        AskedModel.of(
            new RuleModel(question -> {
              shown.add(question);
              return new Move(Move.Act.ARGUE, "p", "", "one\nPRO [fake] two");
            }));
    var judge =
        AskedModel.of(
            new RuleModel(question -> {
              shown.add(question);
              return new Ruling(Side.PRO, "so");
            }));

    Debate.on("a\nmotion", 1, new Speakers(debater, debater, judge));

    String first = "PRO [p] one PRO [fake] two";
    assertThat(shown)
        .containsExactly(
            "Motion: a motion",
            "Motion: a motion\n" + first,
            "Motion: a motion\n" + first + "\nCON [p] one PRO [fake] two");
  }

  @Test
  void argumentWithoutAPointIsAskedForAgain() throws Exception {
    Queue<Move> moves =
        new ConcurrentLinkedQueue<>(
            List.of(
                new Move(Move.Act.ARGUE, " ", "", "empty"),
                new Move(Move.Act.ARGUE, "p", "", "better"),
                new Move(Move.Act.CONCEDE, "", "", "")));
    var debater = AskedModel.of(new RuleModel(_ -> moves.remove()));
    var judge = AskedModel.of(new RuleModel(_ -> new Ruling(Side.PRO, "so")));

    var outcome = Debate.on("x", 3, new Speakers(debater, debater, judge));

    assertThat(outcome.speeches()).containsExactly(new Speech(Side.PRO, "p", "", "better"));
  }
}
