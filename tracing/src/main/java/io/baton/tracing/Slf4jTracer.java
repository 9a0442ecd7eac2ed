package io.baton.tracing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each trace event as one line of log. */
enum Slf4jTracer implements Tracer {
  INSTANCE;

  private static final Logger LOG = LoggerFactory.getLogger(Tracer.class);

  @Override
  public void trace(TraceEvent event) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(TraceLine.of(event));
    }
  }

  @Override
  public boolean isEnabled() {
    return LOG.isDebugEnabled();
  }
}
