package io.baton.samples.programs;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.TypedAgent;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.samples.programs.LedgerTest.Order.Cancelled;
import io.baton.samples.programs.LedgerTest.Order.Paid;
import io.baton.samples.programs.LedgerTest.Order.Placed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** An agent with state that is not thread-safe, and says so. */
class LedgerTest {
  private static final int ORDERS = 1_000;

  private final Queue<String> shipped = new ConcurrentLinkedQueue<>();
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();

  @Test
  void serialAgentNeedsNoLockAndKeepsTheOrderOfItsEvents() throws Exception {
    var ledger = new Ledger();

    try (var dispatcher = AsyncDispatcher.start(router(ledger))) {
      for (int i = 0; i < ORDERS; i++) {
        dispatcher.dispatch(new Placed("order " + i, i));
        dispatcher.dispatch(i % 2 == 0 ? new Paid("order " + i) : new Cancelled("order " + i));
      }
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }

    assertThat(shipped).hasSize(ORDERS / 2).contains("order 0").doesNotContain("order 1");
    assertThat(ledger.open).isEmpty();
  }

  @Test
  void otherAgentsOnTheSealedTypeSeeEveryEvent() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router(new Ledger()))) {
      dispatcher.dispatch(new Placed("yacht", 100_001));
      dispatcher.dispatch(new Cancelled("yacht"));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }

    assertThat(shipped).containsExactly("never");
    assertThat(logged)
        .containsExactlyInAnyOrder("log Placed[id=yacht, cents=100001]", "log Cancelled[id=yacht]");
  }

  private Router router(Ledger ledger) {
    var router = new Router();
    router.on("ledger", ledger);
    router.on(
        Order.class,
        "audit",
        (order, _) ->
            switch (order) {
              case Placed placed when placed.cents() > 100_000 -> List.of(new Ship("never"));
              case Placed _, Paid _, Cancelled _ -> List.of();
            });
    Agent<Event> log =
        (event, context) -> {
          logged.add(context.agentName() + " " + event);
          return List.of();
        };
    router.on(Order.class, "log", log); // an Agent<Event> on a narrower route
    router.listen(Ship.class, "harbour", ship -> shipped.add(ship.id()));
    return router;
  }

  private static final class Ledger implements Agent<Order>, TypedAgent<Order> {
    private final Map<String, Integer> open = new HashMap<>();

    @Override
    public Set<Class<? extends Order>> accepts() {
      return Set.of(Order.class);
    }

    @Override
    public Set<Class<? extends Event>> emits() {
      return Set.of(Ship.class);
    }

    @Override
    public Ordering ordering() {
      return Ordering.SERIAL;
    }

    @Override
    public List<Ship> receive(Order order, AgentContext context) {
      return switch (order) {
        case Placed(var id, var cents) -> {
          open.put(id, cents);
          yield List.of();
        }
        case Paid(var id) -> open.remove(id) == null ? List.of() : List.of(new Ship(id));
        case Cancelled(var id) -> {
          open.remove(id);
          yield List.of();
        }
      };
    }
  }

  sealed interface Order extends Event {
    record Placed(String id, int cents) implements Order {}

    record Paid(String id) implements Order {}

    record Cancelled(String id) implements Order {}
  }

  private record Ship(String id) implements Event {}
}
