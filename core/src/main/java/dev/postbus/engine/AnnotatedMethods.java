package dev.postbus.engine;

import dev.postbus.Subscribe;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Collects the methods with {@link Subscribe} of any number of classes and reports all their faults
 * together. Not thread-safe.
 *
 * <p>A handler may be private, inherited, or a default method of an interface. It is called on the
 * given instance, so an override runs even where it does not repeat the annotation; the annotation
 * nearest to the class counts, and the class that declares it names the handler.
 */
public final class AnnotatedMethods {

  private final List<HandlerMethod> handlers = new ArrayList<>();
  private final Map<String, List<String>> methodsById = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  /** Creates an empty collection. */
  public AnnotatedMethods() {}

  /**
   * Returns the handlers of these instances.
   *
   * @throws IllegalArgumentException naming all faults; also when an instance has no handler
   */
  public static List<HandlerMethod> of(Object... listeners) {
    AnnotatedMethods methods = new AnnotatedMethods();
    for (Object listener : listeners) {
      if (listener == null) {
        throw new IllegalArgumentException("listener is null");
      }
      methods.add(listener.getClass(), () -> listener);
    }
    return methods.find();
  }

  /**
   * Returns the handlers of one class.
   *
   * @throws IllegalArgumentException naming all faults; also when the class has no handler
   */
  public static List<HandlerMethod> of(Class<?> type, Supplier<?> instance) {
    return new AnnotatedMethods().add(type, instance).find();
  }

  /**
   * Returns whether the type has, or inherits, a method with our {@link Subscribe}. A class whose
   * methods name classes that are not there has none.
   */
  public static boolean areIn(Type type) {
    return readable(type).stream().anyMatch(AnnotatedMethodsLookup::isOurs);
  }

  /** Libraries with optional dependencies have classes whose methods cannot even be listed. */
  private static List<Method> readable(Type type) {
    try {
      return AnnotatedMethodsLookup.in(type, new HandlerMethodTypes(type));
    } catch (LinkageError | TypeNotPresentException missing) {
      return List.of();
    }
  }

  /**
   * Adds a class that was named as one with handlers: that it has none is a fault.
   *
   * @param type a class, or a generic one with its type arguments
   * @param instance gives the instance to call, once per delivery and from several threads
   */
  public AnnotatedMethods add(Type type, Supplier<?> instance) {
    if (!read(type, instance)) {
      faults.add(
          type == Class.class
              ? "a class was given where an instance is expected; give the listener itself"
              : "%s has no method with @%s; annotate its handlers, or do not register it"
                  .formatted(type.getTypeName(), Subscribe.class.getName()));
    }
    return this;
  }

  /**
   * Adds a class that may have handlers; it is nothing to speak of when it has none, or when its
   * methods name classes that are not there.
   */
  public AnnotatedMethods addIfAny(Type type, Supplier<?> instance) {
    if (!readable(type).isEmpty()) {
      read(type, instance);
    }
    return this;
  }

  /** Adds a fault that was found elsewhere, to be reported with the others. */
  public AnnotatedMethods addFault(String fault) {
    faults.add(fault);
    return this;
  }

  /**
   * Returns the handlers of everything added, in its order.
   *
   * @throws IllegalArgumentException naming every fault with class, method and remedy
   */
  public List<HandlerMethod> find() {
    List<String> all = new ArrayList<>(faults);
    methodsById.forEach(
        (id, methods) -> {
          if (methods.size() > 1) {
            all.add(duplicate(id, methods));
          }
        });
    if (!all.isEmpty()) {
      throw new IllegalArgumentException(
          all.stream()
              .collect(
                  Collectors.joining(
                      "\n  - ",
                      all.size() == 1
                          ? "1 fault in the handlers:\n  - "
                          : all.size() + " faults in the handlers:\n  - ",
                      "")));
    }
    return List.copyOf(handlers);
  }

  /** Returns whether there was any annotated method, good or bad. */
  private boolean read(Type type, Supplier<?> instance) {
    HandlerMethodTypes types = new HandlerMethodTypes(type);
    List<Method> methods = AnnotatedMethodsLookup.in(type, types);
    for (Method method : methods) {
      String name = name(method, HandlerMethodTypes.raw(type));
      HandlerMethodReader reader = new HandlerMethodReader(method, types);
      reader.read(instance).ifPresent(handlers::add);
      reader
          .id()
          .ifPresent(id -> methodsById.computeIfAbsent(id, any -> new ArrayList<>()).add(name));
      reader.faults().forEach(fault -> faults.add(name + ": " + fault));
    }
    return !methods.isEmpty();
  }

  private static String name(Method method, Class<?> type) {
    String name = HandlerMethodReader.describe(method);
    return method.getDeclaringClass() == type ? name : name + " in " + type.getName();
  }

  private static String duplicate(String id, List<String> methods) {
    return methods.stream().distinct().count() == 1
        ? "%s is registered %d times under the one id \"%s\"; register one instance of its class, or subscribe the others by hand with ids of their own"
            .formatted(methods.get(0), methods.size(), id)
        : "the id \"%s\" belongs to %s; give each an id of its own: @Subscribe(id = \"...\")"
            .formatted(id, String.join(" and to ", methods));
  }
}
