package io.baton.dispatcher;

import io.baton.agents.Ordering;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An outlet from which deliveries go one by one: at once; or, where the route's concurrency is
 * limited, by a mailbox; and before that, where it is ordered by key or correlation, by lanes, from
 * which only the first goes on. A delivery holds its lane until it has ended.
 */
final class SingleOutlet extends Outlet {

  /** Stands for the executor until the first delivery tells whose it is. */
  private static final Executor NOWHERE =
      task -> {
        throw new IllegalStateException("nothing was delivered yet");
      };

  private final Lanes<Delivery> lanes = new Lanes<>();
  private final boolean isSerial;

  // Written by the dispatcher's thread before the first delivery is handed to another.
  private Executor executor = NOWHERE;
  private boolean isForeign;
  private @Nullable Backlog backlog;
  private @Nullable Mailbox mailbox;

  SingleOutlet(RouteSpec spec) {
    super(spec);
    isSerial = spec.flow().order() == Ordering.SERIAL;
  }

  @Override
  @Nullable Backlog open(Engine engine) {
    Flow flow = spec().flow();
    executor = engine.executor(spec());
    isForeign = engine.workers().isForeign(spec());
    if (flow.isLimited() || flow.hasLanes()) {
      backlog = new Backlog(flow, engine.intake());
    }
    if (flow.isLimited() && backlog != null) {
      mailbox = new Mailbox(flow.permits(), backlog, executor);
    }
    return backlog;
  }

  @Override
  void enqueue(Delivery delivery) {
    Object lane = delivery.lane;
    if (lane == null || lanes.enter(lane, delivery)) {
      ready(delivery);
    }
  }

  /** Takes a delivery that waits for nothing but a permit. */
  private void ready(Delivery delivery) {
    Mailbox box = mailbox;
    if (box == null) {
      delivery.isTaken = true;
      if (backlog != null) {
        backlog.remove();
      }
      start(delivery);
    } else {
      box.add(delivery);
    }
  }

  @Override
  void start(Delivery delivery) {
    try {
      executor.execute(delivery);
    } catch (Throwable e) {
      // An executor of the user's may refuse in any way; no thread may be to be had.
      delivery.fail(e);
    }
  }

  @Override
  boolean withdraw(Delivery delivery) {
    Object lane = delivery.lane;
    if (lane != null && lanes.remove(lane, delivery)) {
      delivery.lane = null;
      return true;
    }
    Mailbox box = mailbox;
    return box != null && box.remove(delivery);
  }

  @Override
  void leave(Delivery delivery) {
    Object lane = delivery.lane;
    Delivery next = lane == null ? null : lanes.leave(lane);
    if (next != null) {
      goOn(delivery.engine(), next);
    }
    resumeAfter(delivery);
  }

  /** An executor that calls at once would make a stack as deep as the lane is long. */
  private void goOn(Engine engine, Delivery next) {
    if (isForeign) {
      engine.post(Post.of(_ -> ready(next)));
    } else {
      ready(next);
    }
  }

  @Override
  boolean rest(Delivery delivery) {
    if (isSerial) {
      return false;
    }
    resumeAfter(delivery);
    return true;
  }

  /** Goes on with the permit of a delivery whose thread has left it. */
  private void resumeAfter(Delivery delivery) {
    Mailbox box = mailbox;
    if (box != null && delivery.wasLeft()) {
      box.resume();
    }
  }

  @Override
  void rouse(Delivery delivery) {
    Mailbox box = mailbox;
    if (box == null || backlog == null) {
      start(delivery);
    } else if (isSerial) {
      box.goOn(delivery);
    } else {
      backlog.add();
      box.addAgain(delivery);
    }
  }

  @Override
  void lend(Delivery delivery) {
    Mailbox box = mailbox;
    if (box != null && !isSerial) {
      box.lend();
    }
  }

  @Override
  void takeBack(Delivery delivery) {
    Mailbox box = mailbox;
    if (box != null && !isSerial) {
      box.takeBack();
    }
  }

  /** The lanes that are there; a picture of some moment near now. */
  int lanes() {
    return lanes.size();
  }
}
