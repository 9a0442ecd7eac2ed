package io.baton.dispatcher;

import io.baton.agents.Batch;
import io.baton.agents.BatchAgent;
import io.baton.agents.EngineWork;
import io.baton.agents.Item;
import io.baton.agents.WaitGuard;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One call of a batch agent: it begins an attempt of each delivery, calls the agent, and settles
 * them. It is over when all of its deliveries have ended or rest, and its thread has left.
 */
final class BatchRun implements Runnable {

  private final BatchOutlet outlet;
  private final Engine engine;
  private final List<Delivery> deliveries;
  private final List<BatchLane> lanes;

  /** The deliveries that have not ended, and the threads. */
  private final AtomicInteger open;

  private final Queue<Delivery> resting = new ConcurrentLinkedQueue<>();

  BatchRun(BatchOutlet outlet, Engine engine, List<Delivery> deliveries, List<BatchLane> lanes) {
    this.outlet = outlet;
    this.engine = engine;
    this.deliveries = deliveries;
    this.lanes = lanes;
    open = new AtomicInteger(deliveries.size() + 1);
  }

  /** The lanes that are held until it is over. */
  List<BatchLane> lanes() {
    return lanes;
  }

  /** The deliveries that are to be tried again. */
  Queue<Delivery> resting() {
    return resting;
  }

  void rests(Delivery delivery) {
    resting.add(delivery);
    done();
  }

  /** One more thread helps, called by one that does or by the thread itself. */
  void begin() {
    open.incrementAndGet();
  }

  /** A delivery has ended, or a thread has left. */
  void done() {
    if (open.decrementAndGet() == 0) {
      engine.post(Post.of(_ -> outlet.over(this)));
    }
  }

  @Override
  public void run() {
    var items = new ArrayList<BatchItem>(deliveries.size());
    deliveries.forEach(delivery -> begin(delivery, items));
    Throwable failure;
    try {
      failure = items.isEmpty() ? null : callInside(items);
    } catch (Throwable e) {
      // There may be no memory or stack for the call.
      failure = e;
    }
    try {
      settle(items, failure);
    } finally {
      done();
    }
  }

  private static void begin(Delivery delivery, List<BatchItem> items) {
    ItemCall call = delivery.beginItem();
    if (call != null) {
      try {
        items.add(new BatchItem(call));
      } catch (Throwable e) {
        // There may be no memory for it.
        call.fail(e);
        call.leave();
      }
    }
  }

  private @Nullable Throwable callInside(List<BatchItem> items) {
    return ScopedValue.where(EngineWork.CURRENT, context(items)).call(() -> call(items));
  }

  private BatchContext context(List<BatchItem> items) {
    return new BatchContext(
        engine, this, items.stream().map(item -> item.call().delivery()).toList());
  }

  /** Calls the agent; gives why it failed, or null. */
  private @Nullable Throwable call(List<BatchItem> items) {
    try {
      Scopes scopes = enter(items);
      try {
        receive(new Items(List.copyOf(items)));
      } finally {
        if (scopes != null) {
          scopes.close();
        }
      }
      return null;
    } catch (Throwable e) {
      // The edge of the thread: whatever an agent throws fails its items and nothing else.
      return e;
    }
  }

  private @Nullable Scopes enter(List<BatchItem> items) {
    return engine.tracing().isScoped()
        ? engine.tracing().enterBatch(items.stream().map(item -> item.call().attempted()).toList())
        : null;
  }

  private void receive(Batch<Event> batch) throws Exception {
    BatchAgent<Event> agent = outlet.batching().agent();
    if (outlet.spec().policy().isStrict()) {
      WaitGuard.callStrictly(outlet.spec().name(), () -> received(agent, batch));
    } else {
      agent.receive(batch);
    }
  }

  private static boolean received(BatchAgent<Event> agent, Batch<Event> batch) throws Exception {
    agent.receive(batch);
    return true;
  }

  private static void settle(List<BatchItem> items, @Nullable Throwable failure) {
    // What was meant for the agent must not reach what comes of its answers.
    Leftovers.clear();
    items.forEach(item -> settle(item, failure));
  }

  private static void settle(BatchItem item, @Nullable Throwable failure) {
    try {
      item.close(failure);
    } catch (Throwable e) {
      // An Error as it publishes must not keep the other items from theirs.
      LoggerFactory.getLogger(AsyncDispatcher.class)
          .error("an item could not be settled: agent={}", item.call().route().name(), e);
    } finally {
      item.call().leave();
    }
  }

  /** No thread is to be had for it. */
  void fail(Throwable cause) {
    deliveries.forEach(delivery -> delivery.fail(cause));
    done();
  }

  private record Items(List<Item<Event>> items) implements Batch<Event> {}
}
