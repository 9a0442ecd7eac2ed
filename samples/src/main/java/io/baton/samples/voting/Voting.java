package io.baton.samples.voting;

import io.baton.agents.AggregatorAgent;
import io.baton.agents.Join;
import io.baton.agents.WhenFailed;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.samples.voting.Poll.Ballot;
import io.baton.samples.voting.Poll.Question;
import io.baton.samples.voting.Poll.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Has reviews judged by voters that know nothing of each other, and counts: more than half of those
 * who were asked decide. A voter that fails, or is late, is a vote less.
 */
public final class Voting {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Voting() {}

  /**
   * Has each review judged; all at the same time.
   *
   * @return a verdict for each, in the order of the reviews
   * @throws InterruptedException if the caller is interrupted
   */
  public static List<Verdict> on(List<String> reviews, List<Voter> voters)
      throws InterruptedException {
    try (var dispatcher = AsyncDispatcher.start(router(voters))) {
      var answers =
          reviews.stream()
              .map(review -> dispatcher.ask(new Question(review), Verdict.class))
              .toList();
      var verdicts = new ArrayList<Verdict>();
      for (var answer : answers) {
        verdicts.add(answer.get());
      }
      return verdicts;
    }
  }

  private static Router router(List<Voter> voters) {
    var router = new Router();
    voters.forEach(voter -> router.on(voter.name(), voter.agent()));
    router.on("count", count(voters.size()), o -> o.emits(Verdict.class));
    return router;
  }

  private static AggregatorAgent count(int voters) {
    return Join.slots()
        .need(Ballot.class, voters)
        .within(LIMIT)
        .onFailure(WhenFailed.CONTINUE)
        .into((parts, _) -> List.of(verdict(parts.all(Ballot.class), voters)));
  }

  static Verdict verdict(List<Ballot> ballots, int voters) {
    var sorted = ballots.stream().sorted(Comparator.comparing(Ballot::voter)).toList();
    return new Verdict(majority(sorted, voters), sorted, voters);
  }

  private static Optional<Choice> majority(List<Ballot> ballots, int voters) {
    for (Choice choice : Choice.values()) {
      if (2 * ballots.stream().filter(ballot -> ballot.choice() == choice).count() > voters) {
        return Optional.of(choice);
      }
    }
    return Optional.empty();
  }
}
