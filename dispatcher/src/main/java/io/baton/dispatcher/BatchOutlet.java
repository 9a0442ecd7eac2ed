package io.baton.dispatcher;

import io.baton.agents.Ordering;
import io.baton.agents.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An outlet from which deliveries go in batches. A batch is due when it is full, when it has
 * lingered, or when it lingers in vain because nothing else is active; then it goes as soon as
 * there is a permit. Each lane is in one batch at a time.
 *
 * <p>All is decided by the dispatcher's thread, to which its state is confined; the threads that
 * work on batches hand in what becomes of them.
 */
final class BatchOutlet extends Outlet {

  private static final Object ALL = "all";

  private final Batching batching;
  private final int permits;
  private final Map<Object, BatchLane> lanes = new HashMap<>();
  private final BatchLane unordered = new BatchLane(null);

  /** The lanes of which something can be taken, and some of which nothing can be any more. */
  private final ArrayDeque<BatchLane> listed = new ArrayDeque<>();

  private final ArrayDeque<Returning> returning = new ArrayDeque<>();
  private @Nullable Engine engine;
  private @Nullable Executor executor;
  private @Nullable Backlog backlog;
  private TimeSource.@Nullable Timer timer;
  private int ready;
  private int running;
  private boolean isDue;

  /** Counts the times a batch began to linger, so that a timer that comes too late is known. */
  private int lingered;

  BatchOutlet(RouteSpec spec, Batching batching) {
    super(spec);
    this.batching = batching;
    permits = spec.flow().permits();
  }

  Batching batching() {
    return batching;
  }

  @Override
  @Nullable Backlog open(Engine engine) {
    this.engine = engine;
    executor = engine.executor(spec());
    backlog = new Backlog(spec().flow(), engine.intake());
    return backlog;
  }

  private Engine engine() {
    return Objects.requireNonNull(engine);
  }

  private Backlog backlog() {
    return Objects.requireNonNull(backlog);
  }

  @Override
  void start(Delivery delivery) {
    throw new IllegalStateException("a delivery of a batch waits for others");
  }

  @Override
  void enqueue(Delivery delivery) {
    if (spec().flow().order() == Ordering.SERIAL) {
      delivery.lane = ALL;
    }
    BatchLane lane = lane(delivery);
    lane.add(delivery);
    update(lane);
    serve();
  }

  private BatchLane lane(Delivery delivery) {
    Object key = delivery.lane;
    return key == null ? unordered : lanes.computeIfAbsent(key, BatchLane::new);
  }

  /** Counts and lists a lane anew, after something about it has changed. */
  private void update(BatchLane lane) {
    int now = lane.ready();
    ready += now - lane.counted;
    lane.counted = now;
    if (now > 0 && !lane.isListed) {
      lane.isListed = true;
      listed.add(lane);
    }
    if (lane.key() != null && lane.isEmpty()) {
      lanes.remove(lane.key());
    }
  }

  /** Starts what is due, as far as there are permits, and lets the rest linger. */
  private void serve() {
    while (running < permits && !returning.isEmpty()) {
      running++;
      returning.remove().grant();
    }
    isDue |= batching.linger().isZero();
    while (running < permits && ready > 0 && (isDue || ready >= full())) {
      start(next());
    }
    if (ready == 0) {
      isDue = false;
    }
    linger(ready > 0 && !isDue && running < permits);
  }

  /** How many make a full batch: no more than may wait. */
  private int full() {
    return Math.min(batching.most(), backlog().capacity());
  }

  private BatchRun next() {
    var taken = new ArrayList<Delivery>(Math.min(ready, batching.most()));
    var from = new ArrayList<BatchLane>();
    while (taken.size() < batching.most() && !listed.isEmpty()) {
      BatchLane lane = listed.remove();
      lane.isListed = false;
      if (lane.ready() > 0) {
        lane.takeInto(taken, batching.most());
        from.add(lane);
        update(lane);
      }
    }
    var batch = new BatchRun(this, engine(), List.copyOf(taken), from);
    for (var delivery : taken) {
      delivery.batch = batch;
      delivery.isTaken = true;
      backlog().remove();
    }
    return batch;
  }

  private void start(BatchRun batch) {
    running++;
    linger(false);
    try {
      Objects.requireNonNull(executor).execute(batch);
    } catch (Throwable e) {
      // An executor of the user's may refuse in any way; no thread may be to be had.
      batch.fail(e);
    }
  }

  private void linger(boolean isLingering) {
    if (isLingering == (timer != null)) {
      return;
    }
    if (isLingering) {
      beginToLinger();
    } else if (timer != null) {
      timer.cancel();
      timer = null;
      engine().loop().lingering().remove(this);
    }
  }

  private void beginToLinger() {
    int mine = ++lingered;
    try {
      timer =
          engine()
              .time()
              .schedule(
                  Nanos.countable(batching.linger()),
                  () -> engine().post(Post.of(_ -> hasLingered(mine))));
      engine().loop().lingering().add(this);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      // The clock is foreign code; without it nothing can linger.
      flush();
    }
  }

  private void hasLingered(int which) {
    if (which == lingered && timer != null) {
      flush();
    }
  }

  /** Lets what lingers go. */
  void flush() {
    isDue = true;
    serve();
  }

  /** How many wait; while nothing of it runs, all of them only linger. */
  int waiting() {
    return backlog().size();
  }

  /** A batch is over. */
  void over(BatchRun batch) {
    running--;
    batch.lanes().forEach(BatchLane::letGo);
    batch.resting().forEach(delivery -> lane(delivery).rests());
    batch.resting().forEach(delivery -> update(lane(delivery)));
    batch.lanes().forEach(this::update);
    serve();
  }

  @Override
  boolean withdraw(Delivery delivery) {
    BatchLane lane = lane(delivery);
    boolean isRemoved = lane.remove(delivery);
    update(lane);
    return isRemoved;
  }

  @Override
  void leave(Delivery delivery) {
    BatchRun batch = delivery.batch;
    if (batch != null) {
      batch.done();
    } else if (delivery.isAlone) {
      engine().post(Post.of(_ -> restedOut(delivery)));
    }
  }

  private void restedOut(Delivery delivery) {
    BatchLane lane = lane(delivery);
    lane.restedOut();
    update(lane);
    serve();
  }

  @Override
  boolean rest(Delivery delivery) {
    BatchRun batch = delivery.batch;
    if (batch != null) {
      batch.rests(delivery);
    }
    return true;
  }

  @Override
  void rouse(Delivery delivery) {
    delivery.batch = null;
    delivery.isAlone = delivery.isToRecover();
    if (delivery.isAlone) {
      startAlone(delivery);
      return;
    }
    backlog().add();
    BatchLane lane = lane(delivery);
    lane.again(delivery);
    update(lane);
    isDue = true;
    serve();
  }

  /** What becomes of a failed delivery is asked for each by itself. */
  private void startAlone(Delivery delivery) {
    try {
      Objects.requireNonNull(executor).execute(delivery);
    } catch (Throwable e) {
      // As above.
      delivery.fail(e);
    }
  }

  @Override
  void lend(Delivery delivery) {
    engine().post(Post.of(_ -> giveBack()));
  }

  private void giveBack() {
    running--;
    serve();
  }

  @Override
  void takeBack(Delivery delivery) {
    var me = new Returning();
    engine().post(Post.of(_ -> take(me)));
    me.await(() -> !engine().loop().thread().isAlive());
  }

  private void take(Returning agent) {
    returning.add(agent);
    serve();
  }
}
