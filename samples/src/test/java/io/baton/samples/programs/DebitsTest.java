package io.baton.samples.programs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Batch;
import io.baton.agents.BatchAgent;
import io.baton.agents.Ordering;
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Overflow;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import io.baton.events.Keyed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that an agent writes into a database, in batches, those of one account in order. */
class DebitsTest {
  private static final int ACCOUNTS = 20;
  private static final int DEBITS = 200;

  private final Table table = new Table();
  private final Queue<Event> booked = new ConcurrentLinkedQueue<>();

  @Test
  void everyDebitIsBookedOnceAndThoseOfAnAccountInOrder() throws Exception {
    try (var dispatcher = AsyncDispatcher.start(router(table.connection()))) {
      for (int cents = 1; cents <= DEBITS; cents++) {
        for (int account = 0; account < ACCOUNTS; account++) {
          dispatcher.dispatch(new Debit("account " + account, cents));
        }
      }
      var report = dispatcher.awaitDrained(ofMinutes(1));
      assertThat(report.drained()).isTrue();
      assertThat(report.failed()).isZero();
    }

    assertThat(table.committed()).hasSize(ACCOUNTS * DEBITS);
    assertThat(new HashSet<>(table.committed().stream().map(Row::key).toList()))
        .hasSize(ACCOUNTS * DEBITS);
    assertThat(table.executions()).isLessThan(ACCOUNTS * DEBITS);
    var cents =
        table.committed().stream()
            .collect(
                Collectors.groupingBy(
                    Row::account, Collectors.mapping(Row::cents, Collectors.toList())));
    List<Long> inOrder = LongStream.rangeClosed(1, DEBITS).boxed().toList();
    assertThat(cents.values()).hasSize(ACCOUNTS).allMatch(inOrder::equals);
    assertThat(booked).hasSize(2 * ACCOUNTS * DEBITS);
  }

  @Test
  void nothingIsBookedWhenTheDatabaseRefusesTheBatch() throws Exception {
    table.refuse();
    try (var dispatcher = AsyncDispatcher.start(router(table.connection()))) {
      for (int cents = 1; cents <= 100; cents++) {
        dispatcher.dispatch(new Debit("account", cents));
      }
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).failed()).isEqualTo(100);
      assertThat(dispatcher.deadLetters().list())
          .hasSize(100)
          .allMatch(letter -> letter.cause().message().equals("the table is full"));
    }

    assertThat(booked).hasSize(100).containsOnly(new Booked("x"));
  }

  private Router router(Connection db) {
    var router = new Router();
    router.onBatch(
        Debit.class,
        "booker",
        500,
        ofMillis(20),
        new Booker(db),
        o -> o.ordered(Ordering.BY_KEY).concurrency(4).mailbox(10_000, Overflow.BLOCK));
    router.onBatch(
        Debit.class,
        "lambda",
        16,
        ofMillis(5),
        batch -> batch.forEach(item -> item.answer(new Booked("x"))));
    router.listen(Booked.class, "booked", booked::add);
    return router;
  }

  private record Debit(String account, long cents) implements Keyed {
    @Override
    public String key() {
      return account;
    }
  }

  private record Booked(String account) implements Event {}

  private record Booker(Connection db) implements BatchAgent<Debit> {
    @Override
    public void receive(Batch<Debit> batch) throws SQLException {
      try (var insert = db.prepareStatement("insert into debit values (?, ?, ?)")) {
        for (var item : batch) {
          insert.setString(1, item.context().idempotencyKey());
          insert.setString(2, item.event().account());
          insert.setLong(3, item.event().cents());
          insert.addBatch();
          item.answer(new Booked(item.event().account()));
        }
        insert.executeBatch();
      }
    }
  }
}
