package io.baton.dispatcher;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the copies of {@link HotCall} and of {@link HotType}. */
final class HotCalls {

  private static final Logger log = LoggerFactory.getLogger(AsyncDispatcher.class);

  private HotCalls() {}

  /** The first of the calls; {@code otherwise} where the platform does not let us copy. */
  static InlineCall chain(Targets targets, InlineCall otherwise) {
    try {
      byte[] template = template(HotCall.class);
      InlineCall next = null;
      for (int i = targets.routes.length - 1; i >= 0; i--) {
        next =
            (InlineCall)
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

  /** A list with one class more in front; {@code next} where the platform does not let us copy. */
  static HotTypes prepend(Targets targets, InlineCall call, HotTypes next) {
    try {
      var data = new HotTypeData(targets.type, call, targets.inlineAgents.length, next);
      return (HotTypes) copy(template(HotType.class), data);
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      log.debug("events are routed without copies of the comparing class", e);
      return next;
    }
  }

  private static byte[] template(Class<?> type) throws IOException {
    String name = type.getSimpleName() + ".class";
    try (var in = type.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not there to be read");
      }
      return in.readAllBytes();
    }
  }

  private static Object copy(byte[] template, Record data) throws ReflectiveOperationException {
    var lookup = MethodHandles.lookup().defineHiddenClassWithClassData(template, data, true);
    return lookup.lookupClass().getDeclaredConstructor().newInstance();
  }

  /** What is constant in a copy; for its initializer, which gives its own lookup. */
  static <T extends Record> T data(MethodHandles.Lookup copy, Class<T> type) {
    try {
      return requireNonNull(
          MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, type),
          "only copies of this class are used");
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may read its own data", e);
    }
  }
}
