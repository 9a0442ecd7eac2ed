package io.baton.samples.voting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.baton.samples.models.AskedModel;
import io.baton.samples.rules.RuleModel;
import io.baton.samples.voting.Poll.Ballot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VotingTest {

  @Test
  void onlyWholeWordsCount() {
    assertThat(ReviewRules.words("A badge, a goodbye and a likely return?").choice())
        .isEqualTo(Choice.NO);
    assertThat(ReviewRules.words("The badge is unreliable, slowly.").choice())
        .isEqualTo(Choice.UNSURE);
    assertThat(ReviewRules.words("GOOD.").choice()).isEqualTo(Choice.YES);
  }

  @Test
  void negationTurnsTheWordsBehindItRound() {
    assertThat(ReviewRules.negations("Not bad at all!").choice()).isEqualTo(Choice.YES);
    assertThat(ReviewRules.negations("It isn't a good one.").choice()).isEqualTo(Choice.NO);
    assertThat(ReviewRules.negations("It isn’t good.").choice()).isEqualTo(Choice.NO);
    assertThat(ReviewRules.negations("No. Good.").choice()).isEqualTo(Choice.YES);
    assertThat(ReviewRules.negations("Not that one in the shop, which is good.").choice())
        .isEqualTo(Choice.YES);
    assertThat(ReviewRules.negations("A knot, a note: good.").choice()).isEqualTo(Choice.YES);
  }

  @Test
  void lastSentenceWithAnOpinionCounts() {
    assertThat(ReviewRules.lastSentence("Great. But it broke. So there."))
        .isEqualTo(new Vote(Choice.NO, "it ends: But it broke."));
    assertThat(ReviewRules.lastSentence("So there.").choice()).isEqualTo(Choice.UNSURE);
  }

  @Test
  void moreThanHalfDecide() throws Exception {
    var verdicts =
        Voting.on(
            List.of("Great, great, but it broke.", "Not bad. Never loud.", "It is blue."),
            Voter.byRules());

    assertThat(verdicts).extracting(Poll.Verdict::voters).containsOnly(3);
    assertThat(choices(verdicts.get(0))).containsExactly(Choice.YES, Choice.YES, Choice.YES);
    assertThat(choices(verdicts.get(1))).containsExactly(Choice.YES, Choice.YES, Choice.NO);
    assertThat(verdicts.get(1).choice()).contains(Choice.YES);
    assertThat(verdicts.get(2).choice()).contains(Choice.UNSURE);
  }

  private static List<Choice> choices(Poll.Verdict verdict) {
    return verdict.ballots().stream().map(Ballot::choice).toList();
  }

  @Test
  void voteThatIsSplitDecidesNothing() {
    var ballots =
        Stream.of(Choice.YES, Choice.NO, Choice.UNSURE)
            .map(choice -> new Ballot("voter of " + choice, choice, ""))
            .toList();

    assertThat(Voting.verdict(ballots, 3).choice()).isEmpty();
    assertThat(Voting.verdict(ballots.subList(0, 1), 2).choice()).isEmpty();
    assertThat(Voting.verdict(ballots.subList(0, 1), 1).choice()).contains(Choice.YES);
  }

  @Test
  void voterThatFailsIsAVoteLess() throws Exception {
    var voters =
        List.of(
            always("a", Choice.YES),
            new Voter("b", "", AskedModel.of(new BrokenModel())),
            always("c", Choice.YES));

    var verdict = Voting.on(List.of("whatever"), voters).getFirst();

    assertThat(verdict.choice()).contains(Choice.YES);
    assertThat(verdict.ballots()).extracting(Ballot::voter).containsExactly("a", "c");
    assertThat(verdict.voters()).isEqualTo(3);
  }

  private static Voter always(String name, Choice choice) {
    return new Voter(name, "", AskedModel.of(new RuleModel(_ -> new Vote(choice, "always"))));
  }

  /** Fails at whatever it is asked. */
  record BrokenModel() implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      throw new IllegalArgumentException("out of order");
    }
  }
}
