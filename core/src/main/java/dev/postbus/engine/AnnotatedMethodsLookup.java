package dev.postbus.engine;

import dev.postbus.Subscribe;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the methods of a class that carry a {@code @Subscribe}, ours or that of another library,
 * wherever in its hierarchy they are declared. Nothing is checked here.
 *
 * <p>A method and those it overrides are one, for which the annotation nearest to the class counts;
 * an override without the annotation inherits it, as it does in the subclasses that proxies make.
 * Classes come before interfaces, and an interface before those it extends.
 */
final class AnnotatedMethodsLookup {

  private final HandlerMethodTypes types;
  private final Map<List<Object>, List<Method>> found = new LinkedHashMap<>();

  private AnnotatedMethodsLookup(HandlerMethodTypes types) {
    this.types = types;
  }

  /** Returns the methods in an order that does not change. */
  static List<Method> in(Type type, HandlerMethodTypes types) {
    AnnotatedMethodsLookup lookup = new AnnotatedMethodsLookup(types);
    for (Class<?> declaring : hierarchy(HandlerMethodTypes.raw(type))) {
      Arrays.stream(declaring.getDeclaredMethods())
          .filter(method -> !method.isSynthetic()) // also bridges: javac copies annotations to them
          .filter(method -> isOurs(method) || foreign(method).isPresent())
          .sorted(Comparator.comparing(HandlerMethodReader::describe))
          .forEach(lookup::add);
    }
    return lookup.found.values().stream().flatMap(List::stream).toList();
  }

  static boolean isOurs(Method method) {
    return method.isAnnotationPresent(Subscribe.class);
  }

  /** Returns the annotation that is called like ours and does nothing here. */
  static Optional<Class<? extends Annotation>> foreign(Method method) {
    return Arrays.<Annotation>stream(method.getAnnotations())
        .<Class<? extends Annotation>>map(Annotation::annotationType)
        .filter(type -> type.getSimpleName().equals(Subscribe.class.getSimpleName()))
        .filter(type -> type != Subscribe.class)
        .findFirst();
  }

  private static List<Class<?>> hierarchy(Class<?> type) {
    List<Class<?>> classes = new ArrayList<>();
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      if (!at.isInterface()) {
        classes.add(at);
      }
      collectInterfaces(at, interfaces);
    }
    interfaces.stream()
        .sorted(Comparator.comparingInt(AnnotatedMethodsLookup::interfacesAbove).reversed())
        .forEach(classes::add);
    return classes;
  }

  private static void collectInterfaces(Class<?> type, Set<Class<?>> into) {
    if (type.isInterface() && !into.add(type)) {
      return;
    }
    for (Class<?> above : type.getInterfaces()) {
      collectInterfaces(above, into);
    }
  }

  private static int interfacesAbove(Class<?> type) {
    Set<Class<?>> above = new LinkedHashSet<>();
    collectInterfaces(type, above);
    return above.size();
  }

  private void add(Method method) {
    List<Method> alike = found.computeIfAbsent(signature(method), any -> new ArrayList<>());
    for (int i = 0; i < alike.size(); i++) {
      Method below = alike.get(i);
      if (canOverride(below, method)) {
        if (isGenerated(below.getDeclaringClass()) && isOurs(method)) {
          // A proxy that copied the annotations: its class name would not make a stable id.
          alike.set(i, method);
        }
        return;
      }
    }
    alike.add(method);
  }

  private static boolean isGenerated(Class<?> type) {
    return type.isSynthetic() || type.getName().contains("$$");
  }

  private List<Object> signature(Method method) {
    List<Object> signature = new ArrayList<>();
    signature.add(method.getName());
    for (Type parameter : method.getGenericParameterTypes()) {
      signature.add(HandlerMethodTypes.raw(types.resolve(parameter)));
    }
    return signature;
  }

  /** Tells whether the first overrides the second, given that their signatures are the same. */
  private static boolean canOverride(Method below, Method above) {
    int closed = Modifier.PRIVATE | Modifier.STATIC;
    if (((below.getModifiers() | above.getModifiers()) & closed) != 0) {
      return false;
    }
    return (above.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        || above
            .getDeclaringClass()
            .getPackageName()
            .equals(below.getDeclaringClass().getPackageName());
  }
}
