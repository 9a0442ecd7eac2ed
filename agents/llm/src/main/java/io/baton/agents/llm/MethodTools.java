package io.baton.agents.llm;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes tools of an object's methods. */
final class MethodTools {

  private final Object object;

  private MethodTools(Object object) {
    this.object = object;
  }

  static List<Tool<?, ?>> of(Object object) {
    List<Method> methods = annotated(object.getClass());
    if (methods.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no method with @ToolMethod".formatted(object.getClass().getName()));
    }
    List<Tool<?, ?>> tools = new ArrayList<>();
    methods.forEach(each -> tools.add(new MethodTools(object).tool(each)));
    tools.sort(Comparator.comparing(Tool::name));
    Toolbox.of(tools);
    return List.copyOf(tools);
  }

  /** A method that a subclass overrides counts once, as the subclass has it. */
  private static List<Method> annotated(Class<?> type) {
    List<Method> found = new ArrayList<>();
    for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
      Stream.of(each.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(ToolMethod.class) && !method.isBridge())
          .filter(method -> found.stream().noneMatch(other -> overrides(other, method)))
          .forEach(found::add);
    }
    return found;
  }

  private static boolean overrides(Method lower, Method upper) {
    return lower.getName().equals(upper.getName())
        && !Modifier.isPrivate(upper.getModifiers())
        && List.of(lower.getParameterTypes()).equals(List.of(upper.getParameterTypes()));
  }

  private Tool<?, ?> tool(Method method) {
    ToolMethod annotation = method.getAnnotation(ToolMethod.class);
    String name = annotation.name().isEmpty() ? method.getName() : annotation.name();
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "method %s is closed to Baton by its module".formatted(method), e);
    }
    var form = JsonForm.of(name, slots(method));
    return Tool.ofForm(
        name, annotation.value(), form, (given, context) -> call(method, given, context));
  }

  private static Slots slots(Method method) {
    var shapes = new Shapes();
    List<Slot> slots = new ArrayList<>();
    for (Parameter each : method.getParameters()) {
      String where = "parameter %s of %s".formatted(each.getName(), method);
      if (!each.isNamePresent()) {
        throw new IllegalArgumentException(where + " has no name: compile with -parameters");
      }
      if (each.getType() != ToolContext.class) {
        slots.add(shapes.slot(each, where));
      }
    }
    return Slots.of(slots);
  }

  private @Nullable Object call(Method method, @Nullable Object[] given, ToolContext context)
      throws Exception {
    Parameter[] parameters = method.getParameters();
    @Nullable Object[] arguments = new @Nullable Object[parameters.length];
    int next = 0;
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = parameters[i].getType() == ToolContext.class ? context : given[next++];
    }
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }
}
