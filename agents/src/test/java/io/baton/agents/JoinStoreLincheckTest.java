package io.baton.agents;

import io.baton.agents.JoinObserver.Fate;
import io.baton.agents.Meal.Film;
import io.baton.agents.Meal.Food;
import io.baton.agents.Meal.Plan;
import io.baton.events.Event;
import io.baton.events.EventId;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever threads do to a store at once, it is as if they had done it one after the other. */
@Param(name = "bit", gen = IntGen.class, conf = "0:1")
public class JoinStoreLincheckTest {

  private static final Object RUN = new Object();
  private static final Event[] EVENTS = {new Food(""), new Film("")};

  private final JoinStore store =
      Join.of(Food.class, Film.class)
          .within(Duration.ofNanos(1))
          .maxOpen(1)
          .into((_, _) -> new Plan(""))
          .store();

  /** What a call gave. */
  record Result(boolean opened, @Nullable Fate fate, @Nullable Closed closed, List<EventId> ids) {}

  /** Adds one of two parts by one of two ids, to a run or to none. */
  @Operation
  public Result add(
      @Param(name = "bit") int slot, @Param(name = "bit") int run, @Param(name = "bit") int id) {
    var owner = run == 0 ? null : RUN;
    var seen = new Seen();
    var closing =
        store.add(new TestPart(EVENTS[slot], slot, id, 0, 0, owner, 0, Long.MAX_VALUE), 0, seen);
    var fate = seen.fates.isEmpty() ? null : seen.fates.getFirst();
    return result(!seen.opened.isEmpty(), fate, closing);
  }

  @Operation
  public Result expire() {
    return result(false, null, store.expire(1));
  }

  @Operation
  public Result evict() {
    return result(false, null, store.evict());
  }

  @Operation
  public Result starve() {
    return result(false, null, store.starve(RUN));
  }

  @Operation
  public int discard() {
    return store.discard(RUN).size();
  }

  @Operation
  public int open() {
    return store.open();
  }

  @Test
  void concurrentCallsAreAsIfOneAfterTheOther() {
    new ModelCheckingOptions()
        .addCustomScenario(
            scenario().one("add", 0, 0, 0).other("add", 1, 0, 1).other("open").done())
        .addCustomScenario(scenario().one("add", 0, 0, 0).other("add", 0, 0, 0).done())
        .addCustomScenario(opened().one("add", 1, 1, 1).other("expire").other("open").done())
        .addCustomScenario(tooMany().one("evict").other("evict").other("open").done())
        .addCustomScenario(opened().one("starve").other("expire").other("open").done())
        .addCustomScenario(opened().one("discard").other("add", 1, 1, 1).other("open").done())
        .iterations(0)
        .invocationsPerIteration(30)
        .check(getClass());
  }

  private Scenario scenario() {
    return new Scenario(getClass());
  }

  /** Two threads that find a join of the run open. */
  private Scenario opened() {
    return scenario().first("add", 0, 1, 0);
  }

  /** Two threads that find one join more than may be open. */
  private Scenario tooMany() {
    return opened().first("add", 0, 0, 0);
  }

  private static Result result(boolean opened, @Nullable Fate fate, @Nullable JoinClosing closing) {
    return closing == null
        ? new Result(opened, fate, null, List.of())
        : new Result(opened, fate, closing.parts().closed(), closing.causes());
  }
}
