package io.baton.samples.docs;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.CorrelationId;
import io.baton.events.Envelope;
import io.baton.events.Event;
import io.baton.events.EventId;
import io.baton.events.Headers;
import io.baton.events.SystemEvent;
import io.baton.events.TerminateEvent;
import io.baton.samples.docs.Shop.Ordered;
import io.baton.samples.docs.Shop.Paid;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What the page on events shows and claims. */
class EventsDocsTest {

  @Test
  void envelopeOfAFollowUpNamesItsCause() throws Exception {
    Queue<Envelope> seen = new ConcurrentLinkedQueue<>();

    // docs: envelope
    var router = new Router();
    router.on(Ordered.class, "till", (ordered, _) -> List.of(new Paid(ordered.order(), "4929")));
    router.on(
        Shop.class,
        "log",
        (_, context) -> {
          seen.add(context.envelope());
          return List.of();
        });
    // end
    try (var dispatcher = AsyncDispatcher.start(router)) {
      dispatcher.dispatch(new Ordered("o-1", 990));
      assertThat(dispatcher.awaitDrained(ofMinutes(1)).drained()).isTrue();
    }

    Envelope root = find(seen, Ordered.class);
    assertThat(root.source()).isEqualTo(Envelope.APPLICATION);
    assertThat(root.causes()).isEmpty();
    assertThat(root.key()).contains("o-1");
    assertThat(root.hops()).isZero();
    Envelope paid = find(seen, Paid.class);
    assertThat(paid.source()).isEqualTo("till");
    assertThat(paid.causationId()).contains(root.id());
    assertThat(paid.causes()).containsExactly(root.id());
    assertThat(paid.correlationId()).isEqualTo(root.correlationId());
    assertThat(paid.key()).isEmpty();
    assertThat(paid.hops()).isEqualTo(1);
    assertThat(paid.deadline()).isEmpty();
    assertThat(paid.headers()).isEqualTo(Headers.none());
  }

  @Test
  void idsHaveATextForm() {
    // docs: ids
    EventId id = Envelope.root(new Ordered("o-1", 990)).id();
    EventId same = EventId.parse(id.toString()); // a UUID of version 7

    CorrelationId order = CorrelationId.of("order 4711"); // the same in every process
    // end

    assertThat(same).isEqualTo(id);
    assertThat(id.toString()).hasSize(36).matches(text -> text.charAt(14) == '7');
    assertThat(order).isEqualTo(CorrelationId.of("order 4711"));
    assertThat(order.toString()).matches(text -> text.charAt(14) == '8');
  }

  @Test
  void headersAreCopiedByWith() {
    // docs: headers
    Headers headers = Headers.of(Map.of("tenant", "north")).with("traceparent", "00-7a-01-01");
    String tenant = headers.get("tenant").orElse("nobody");
    // end

    assertThat(tenant).isEqualTo("north");
    assertThat(headers.asMap()).containsOnlyKeys("tenant", "traceparent");
  }

  @Test
  void systemEventsGoToRoutesOnSystemTypesOnly() throws Exception {
    Queue<SystemEvent> system = new ConcurrentLinkedQueue<>();
    Queue<Event> everything = new ConcurrentLinkedQueue<>();

    // docs: system
    var router = new Router();
    router.listen(Event.class, "all", everything::add);
    router.listen(SystemEvent.class, "system", system::add);
    router.on(Paid.class, "cashier", (_, _) -> List.of(new TerminateEvent("the shop is closed")));
    // end
    var dispatcher = AsyncDispatcher.start(router);
    dispatcher.dispatch(new Paid("o-1", "4929"));
    dispatcher.awaitDrained(ofMinutes(1));
    dispatcher.close();

    assertThat(system).containsExactly(new TerminateEvent("the shop is closed"));
    assertThat(everything).containsExactly(new Paid("o-1", "4929"));
  }

  private static Envelope find(Queue<Envelope> envelopes, Class<? extends Event> type) {
    return envelopes.stream()
        .filter(envelope -> type.isInstance(envelope.event()))
        .findFirst()
        .orElseThrow();
  }
}
