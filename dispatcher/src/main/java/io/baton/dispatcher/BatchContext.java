package io.baton.dispatcher;

import io.baton.agents.EngineWork;
import io.baton.events.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is inside while a batch agent runs: it stands for no event in particular, so nothing can be
 * published by it.
 */
final class BatchContext extends Context implements EngineWork {

  private final Thread thread = Thread.currentThread();
  private final BatchRun batch;
  private final List<Delivery> deliveries;
  private final AtWork atWork;

  BatchContext(Engine engine, BatchRun batch, List<Delivery> deliveries) {
    super(engine);
    this.batch = batch;
    this.deliveries = deliveries;
    atWork = new AtWork(deliveries.getFirst());
  }

  @Override
  boolean isPartOf(RunState run) {
    return deliveries.stream().anyMatch(one -> run.isAncestorOf(one.message().run()));
  }

  @Override
  @Nullable AtWork atWork() {
    Thread current = Thread.currentThread();
    return thread.equals(current) || atWork.isHelper(current) ? atWork : null;
  }

  @Override
  public boolean begin(Thread helper) {
    batch.begin();
    atWork.begin(helper);
    return true;
  }

  @Override
  public void end(Thread helper) {
    atWork.end(helper);
    batch.done();
  }

  @Override
  public void pause() {
    atWork.pause();
  }

  @Override
  public void resume() {
    atWork.resume();
  }

  @Override
  RouteEntry route() {
    return deliveries.getFirst().route();
  }

  @Override
  Message message() {
    throw new IllegalStateException(
        "agent "
            + route().name()
            + " handles a batch, which is not one event: use the context of an item");
  }

  @Override
  Message delivered() {
    return message();
  }

  @Override
  public int attempt() {
    message();
    return 1;
  }

  @Override
  void touch() {}

  @Override
  int nextPosition(int lane) {
    message();
    return 0;
  }

  @Override
  void publish(Event event, int lane, @Nullable RunState childRun) {
    message();
  }

  @Override
  void hold() {
    message();
  }

  @Override
  void release() {}

  @Override
  void keep(Delayed delayed) {
    message();
  }
}
