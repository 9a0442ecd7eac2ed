package io.baton.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Agent;
import io.baton.agents.Batch;
import io.baton.agents.Ordering;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.MailboxFullException;
import io.baton.dispatcher.Overflow;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.events.Event;
import io.baton.samples.docs.EveningDocsTest.Evening.Ask;
import io.baton.samples.docs.EveningDocsTest.Evening.Food;
import io.baton.samples.docs.Shop.Ordered;
import io.baton.samples.docs.Shop.Paid;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the page on the flow through a route shows and claims. */
class FlowDocsTest {
  private final Router router = new Router();
  private final Queue<Event> booked = new ConcurrentLinkedQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);

  private final Agent<Event> books =
      (event, _) -> {
        booked.add(event);
        return List.of();
      };

  @Test
  void eventsOfOneKeyComeInOrder() throws Exception {
    // docs: ordered
    router.on(Ordered.class, "books", books, o -> o.ordered(Ordering.BY_KEY).concurrency(8));
    router.on(Paid.class, "till", books, o -> o.ordered(Ordering.BY_KEY).key(Paid::order));
    router.on(Ask.class, "diary", books, o -> o.ordered(Ordering.BY_CORRELATION));
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ordered("4711", i));
        dispatcher.dispatch(new Paid("4711", "card " + i));
        dispatcher.dispatch(new Ask("mood " + i), CorrelationId.of("Monday"));
      }
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isZero();
    }

    assertThat(booked.stream().filter(Ordered.class::isInstance))
        .hasSize(100)
        .startsWith(new Ordered("4711", 0), new Ordered("4711", 1))
        .endsWith(new Ordered("4711", 99));
    assertThat(booked.stream().filter(Paid.class::isInstance))
        .hasSize(100)
        .endsWith(new Paid("4711", "card 99"));
    assertThat(booked.stream().filter(Ask.class::isInstance))
        .hasSize(100)
        .endsWith(new Ask("mood 99"));
  }

  @Test
  void fullMailboxRefusesOrDrops() throws Exception {
    var entered = new CountDownLatch(2);
    Agent<Ask> slow =
        (_, _) -> {
          entered.countDown();
          open.await();
          return List.of();
        };
    // docs: overflow
    router.on(Ask.class, "cook", slow, o -> o.concurrency(1).mailbox(2, Overflow.REJECT));
    router.on(Ask.class, "screen", slow, o -> o.concurrency(1).mailbox(1, Overflow.DROP_OLDEST));
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ask("rainy"));
      entered.await();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000_000; i++) {
                  dispatcher.dispatch(new Ask("mood " + i));
                }
              })
          .isInstanceOf(MailboxFullException.class)
          .hasMessageContaining("route cook is full");
      assertThat(dispatcher.tryDispatch(new Ask("sunny"))).isFalse();
      open.countDown();

      assertThat(dispatcher.awaitDrained(ofMinutes(1)).dropped()).isPositive();
    }
  }

  @Test
  void agentGetsABatch() throws Exception {
    // docs: batch
    router.onBatch(
        Ordered.class,
        "books",
        500,
        ofMillis(20),
        this::book,
        o -> o.ordered(Ordering.BY_KEY).concurrency(4).mailbox(10_000, Overflow.BLOCK));
    // end
    router.on(Paid.class, "till", books);
    try (var dispatcher = AsyncDispatcher.start(router)) {
      for (int i = 0; i < 100; i++) {
        dispatcher.dispatch(new Ordered("order " + i, i));
      }
      var report = dispatcher.awaitDrained(ofMinutes(1));

      assertThat(report.failed()).isEqualTo(1);
    }
    assertThat(booked).hasSize(99);
  }

  // docs: batch
  void book(Batch<Ordered> batch) {
    for (var item : batch) {
      if (item.event().cents() == 0) {
        item.fail(new IllegalArgumentException("nothing to book"));
      } else {
        item.answer(new Paid(item.event().order(), "none"));
      }
    }
  }

  // end

  @Test
  void agentThatWaitsGivesItsPermitAway() throws Exception {
    // docs: waiting
    router.on(
        Ask.class,
        "host",
        (ask, context) -> List.of(context.ask(new Ordered(ask.mood(), 1), Food.class).get()),
        o -> o.concurrency(1));
    // end
    router.on(
        Ordered.class,
        "cook",
        (order, context) ->
            order.order().equals("feast")
                ? List.of(context.ask(new Ask("simple"), Food.class).get())
                : List.of(new Food(order.order())));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      Food food = dispatcher.ask(new Ask("feast"), Food.class).get(ofSeconds(20));

      assertThat(food).isEqualTo(new Food("simple"));
    }
  }
}
