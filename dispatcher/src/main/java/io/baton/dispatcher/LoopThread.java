package io.baton.dispatcher;

import io.baton.agents.EngineThread;

/** The dispatcher's own thread. */
final class LoopThread extends EngineThread {

  private final Loop loop;

  LoopThread(Loop loop) {
    super(loop.engine().name());
    this.loop = loop;
  }

  @Override
  public void run() {
    loop.run();
  }

  @Override
  protected void aboutToWait(Object forWhat) {
    loop.engine().stalls().add(loop.inside(), forWhat);
  }
}
