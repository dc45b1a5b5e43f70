package dev.postbus.testkit.contract;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The numbered behaviours a user may rely on, and which of them an adapter must hold. */
public final class Behaviours {

  private static final int COUNT = 64;

  /** Only adapters whose events outlive the process promise these. */
  private static final SortedSet<Integer> DURABLE_ONLY =
      set(7, 16, 18, 23, 25, 34, 35, 36, 37, 38, 39, 40, 41, 62, 63);

  /** Those that a contract test cannot hold, because the store itself has to be made to fail. */
  private static final SortedMap<Integer, String> NEED_FAULT_INJECTION =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.of(
                  25, "a million delayed events; measured, not asserted",
                  38, "the store is killed under load, with each way of writing to disk",
                  39, "connections are killed again and again under load",
                  40, "a fail-over by Sentinel",
                  63, "the store runs out of memory")));

  private Behaviours() {}

  private static SortedSet<Integer> set(Integer... numbers) {
    return new TreeSet<>(List.of(numbers));
  }

  /** Returns what every adapter must hold. */
  public static SortedSet<Integer> ofEveryAdapter() {
    return without(DURABLE_ONLY);
  }

  /** Returns what an adapter must hold whose events outlive the process. */
  public static SortedSet<Integer> ofDurableAdapters() {
    return without(NEED_FAULT_INJECTION.keySet());
  }

  /** Returns what is held by tests that make the store fail, with the reason why no other can. */
  public static SortedMap<Integer, String> needingFaultInjection() {
    return NEED_FAULT_INJECTION;
  }

  private static SortedSet<Integer> without(Collection<Integer> excluded) {
    return IntStream.rangeClosed(1, COUNT)
        .boxed()
        .filter(number -> !excluded.contains(number))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
