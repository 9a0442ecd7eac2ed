package io.baton.tracing;

/** Is nothing. */
enum NoScope implements AgentScope {
  INSTANCE;

  @Override
  public void close() {}
}
