package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.agents.Agent;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.TypedAgent;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class RouterRefusalTest {

  record Ask(int n) implements Event {}

  record Box<T>(T content) implements Event {}

  private final Router router = new Router();

  @Test
  void aNameThatIsTakenIsRefused() {
    route("cook", o -> o);

    assertThatThrownBy(() -> route("cook", o -> o))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a route's name must be unique, but \"cook\" is taken");
    assertThat(router.routes()).hasSize(1);
  }

  @Test
  void theNameOfARemovedRouteIsFreeAgain() {
    route("cook", o -> o).remove();

    var again = route("cook", o -> o);

    assertThat(router.routes()).containsExactly(again);
  }

  @Test
  void aBlankNameIsRefused() {
    assertRefused(" ", o -> o).hasMessage("a route's name must not be blank");
  }

  @Test
  void anEventClassWithTypeParametersIsRefused() {
    assertThatThrownBy(() -> router.listen(Box.class, "boxes", _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "route boxes is on io.baton.dispatcher.RouterRefusalTest$Box, which has type "
                + "parameters; their arguments are lost at run time, so make a record without them");
  }

  @Test
  void anAgentThatDeclaresNoTypesIsRefused() {
    assertThatThrownBy(() -> router.on("idle", new Idle()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("route idle takes no types of event");
  }

  @Test
  void aRouterThatIsInUseIsRefusedAlsoAfterItsDispatcherHasClosed() {
    AsyncDispatcher.start(router).close();

    assertThatThrownBy(() -> AsyncDispatcher.start(router))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a router belongs to one dispatcher, but this one is in use");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertRefused("cook", o -> o.concurrency(0))
        .hasMessage("concurrency must be at least 1, but is 0");
    assertRefused("cook", o -> o.mailbox(0, Overflow.BLOCK))
        .hasMessage("mailbox capacity must be at least 1, but is 0");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertRefused("cook", o -> o.execution(Execution.INLINE).concurrency(2))
        .hasMessage("route cook is INLINE, so its concurrency is 1, but it was set to 2");
    assertRefused("cook", o -> o.ordered(Ordering.SERIAL).concurrency(2))
        .hasMessage("route cook is SERIAL, so its concurrency is 1, but it was set to 2");
    assertRefused("cook", o -> o.concurrency(3).ordered(Ordering.SERIAL))
        .hasMessage("route cook is SERIAL, so its concurrency is 1, but it was set to 3");
    assertThat(router.routes()).isEmpty();
  }

  @Test
  void optionsThatWouldDoNothingAreRefused() {
    assertRefused("cook", o -> o.key(_ -> "k"))
        .hasMessage(
            "route cook has a key function, which only ordered(BY_KEY) uses, but its ordering is"
                + " NONE");
    assertRefused("cook", o -> o.key(_ -> "k").ordered(Ordering.BY_CORRELATION))
        .hasMessageEndingWith("but its ordering is BY_CORRELATION");
    assertRefused("cook", o -> o.ordered(Ordering.BY_KEY).execution(Execution.INLINE))
        .hasMessage(
            "route cook is INLINE, which takes one event after the other, so it cannot be ordered"
                + " BY_KEY; leave the ordering out, or make it VIRTUAL");
    assertRefused("cook", o -> o.mailbox(10, Overflow.BLOCK))
        .hasMessage(
            "route cook has a mailbox in which nothing ever waits, since its concurrency is"
                + " unlimited and its ordering NONE; limit its concurrency, or leave the mailbox"
                + " out");
    assertRefused("cook", o -> o.mailbox(10, Overflow.REJECT).execution(Execution.INLINE))
        .hasMessage(
            "route cook is INLINE, so it cannot have a mailbox, but it was given one of 10; leave it"
                + " out, or make the route VIRTUAL");
    assertThat(router.routes()).isEmpty();
  }

  @Test
  void theOrderingThatAnAgentDeclaresIsCheckedToo() {
    assertThatThrownBy(() -> router.on("keyed", new InOrder(), o -> o.execution(Execution.INLINE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it cannot be ordered BY_KEY");
    router.on("keyed", new InOrder(), o -> o.key(ask -> "k").mailbox(5, Overflow.DROP_OLDEST));

    assertThat(router.routes()).hasSize(1);
  }

  @Test
  void optionsThatSayTheSameTwiceAreTaken() {
    route("one", o -> o.execution(Execution.INLINE).concurrency(1));
    route("two", o -> o.ordered(Ordering.SERIAL).concurrency(1));
    route("three", o -> o.execution(Execution.INLINE).ordered(Ordering.SERIAL));

    assertThat(router.routes()).hasSize(3);
  }

  @Test
  void optionsOfADispatcherOutOfRangeAreRefused() {
    assertBuilderRefuses(b -> b.ringSize(0), "ringSize must be a power of two, but is 0");
    assertBuilderRefuses(b -> b.ringSize(-8), "ringSize must be a power of two, but is -8");
    assertBuilderRefuses(b -> b.ringSize(1000), "ringSize must be a power of two, but is 1000");
    assertBuilderRefuses(b -> b.batchSize(0), "batchSize must be at least 1, but is 0");
    assertBuilderRefuses(b -> b.maxInFlight(0), "maxInFlight must be at least 1, but is 0");
    assertBuilderRefuses(b -> b.name(" "), "name must not be blank");
    assertBuilderRefuses(
        b -> b.closeTimeout(Duration.ofMillis(-1)),
        "closeTimeout must not be negative, but is PT-0.001S");
  }

  @Test
  void aNullEventIsRefused() {
    try (var dispatcher = AsyncDispatcher.start(router)) {
      assertThatThrownBy(() -> dispatcher.dispatch(Work.answeringNullAfter(new Ask(1)).get(1)))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("event must not be null");
    }
  }

  private Route route(String name, UnaryOperator<RouteOptions<Ask>> options) {
    return router.on(Ask.class, name, doingNothing(), options);
  }

  private static Agent<Ask> doingNothing() {
    return (_, _) -> List.of();
  }

  private AbstractThrowableAssert<?, ?> assertRefused(
      String name, UnaryOperator<RouteOptions<Ask>> options) {
    return assertThatThrownBy(() -> route(name, options))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertBuilderRefuses(UnaryOperator<AsyncDispatcher.Builder> set, String message) {
    assertThatThrownBy(() -> set.apply(AsyncDispatcher.builder(router)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static final class Idle implements TypedAgent<Ask> {
    @Override
    public Set<Class<? extends Ask>> accepts() {
      return Set.of();
    }

    @Override
    public CompletionStage<List<Event>> receiveAsync(Ask ask, AgentContext context) {
      return CompletableFuture.completedStage(List.of());
    }
  }

  private static final class InOrder implements TypedAgent<Ask> {
    @Override
    public Set<Class<? extends Ask>> accepts() {
      return Set.of(Ask.class);
    }

    @Override
    public Ordering ordering() {
      return Ordering.BY_KEY;
    }

    @Override
    public CompletionStage<List<Event>> receiveAsync(Ask ask, AgentContext context) {
      return CompletableFuture.completedStage(List.of());
    }
  }
}
