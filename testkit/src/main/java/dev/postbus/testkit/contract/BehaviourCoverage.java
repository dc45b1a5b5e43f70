package dev.postbus.testkit.contract;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Which behaviours an adapter's test classes hold, so that its build fails when one it promises is
 * missing. Immutable.
 */
public final class BehaviourCoverage {

  private final SortedMap<Integer, List<String>> tests = new TreeMap<>();

  private BehaviourCoverage() {}

  /**
   * Collects the tests of the classes and of their nested ones; a disabled test holds nothing, nor
   * does one that the class overrides without being a test.
   */
  public static BehaviourCoverage of(Class<?>... testClasses) {
    BehaviourCoverage coverage = new BehaviourCoverage();
    for (Class<?> testClass : testClasses) {
      coverage.add(testClass);
    }
    return coverage;
  }

  private void add(Class<?> testClass) {
    if (AnnotationSupport.isAnnotated(testClass, Disabled.class)) {
      return;
    }
    for (Method method :
        AnnotationSupport.findAnnotatedMethods(
            testClass, Testable.class, HierarchyTraversalMode.TOP_DOWN)) {
      Behaviour behaviour = method.getAnnotation(Behaviour.class);
      if (behaviour != null && !AnnotationSupport.isAnnotated(method, Disabled.class)) {
        for (int number : behaviour.value()) {
          tests
              .computeIfAbsent(number, any -> new ArrayList<>())
              .add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
        }
      }
    }
    for (Class<?> nested : testClass.getDeclaredClasses()) {
      if (AnnotationSupport.isAnnotated(nested, Nested.class)) {
        add(nested);
      }
    }
  }

  /** Returns the tests of each behaviour. */
  public SortedMap<Integer, List<String>> tests() {
    SortedMap<Integer, List<String>> copy = new TreeMap<>();
    tests.forEach((number, names) -> copy.put(number, List.copyOf(names)));
    return copy;
  }

  /**
   * Fails when a required behaviour has no test.
   *
   * @throws AssertionError naming the missing ones
   */
  public void requireAll(Collection<Integer> required) {
    TreeSet<Integer> missing = new TreeSet<>(required);
    missing.removeAll(tests.keySet());
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "no test holds the behaviours %s; implement the contract interfaces that do, or write tests with @Behaviour"
              .formatted(missing));
    }
  }
}
