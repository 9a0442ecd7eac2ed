package io.baton.dispatcher;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the copies of {@link HotCall}. */
final class HotCalls {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private HotCalls() {}

  /** The first of the calls; {@code otherwise} where the platform does not let us copy. */
  static InlineCall chain(Targets targets, InlineCall otherwise) {
    try {
      byte[] template = template();
      InlineCall next = null;
      for (int i = targets.routes.length - 1; i >= 0; i--) {
        next =
            copy(
                template,
                new HotCallData(
                    i,
                    targets.routes[i],
                    targets.inlineAgents[i],
                    targets.inlineContexts[i],
                    next));
      }
      return next == null ? otherwise : next;
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      log.debug("agents are called without copies of the calling class", e);
      return otherwise;
    }
  }

  private static byte[] template() throws IOException {
    try (var in = HotCall.class.getResourceAsStream("HotCall.class")) {
      if (in == null) {
        throw new IOException("HotCall.class is not there to be read");
      }
      return in.readAllBytes();
    }
  }

  private static InlineCall copy(byte[] template, HotCallData data)
      throws ReflectiveOperationException {
    var lookup = MethodHandles.lookup().defineHiddenClassWithClassData(template, data, true);
    return (InlineCall) lookup.lookupClass().getDeclaredConstructor().newInstance();
  }
}
