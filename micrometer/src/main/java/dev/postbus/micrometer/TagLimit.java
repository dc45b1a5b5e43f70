package dev.postbus.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the first names through and makes one of all others. Thread-safe. */
final class TagLimit {

  static final String OTHERS = "(others)";

  private final int limit;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  TagLimit(int limit) {
    this.limit = limit;
  }

  String limited(String name) {
    return names.contains(name) || added(name) ? name : OTHERS;
  }

  private boolean added(String name) {
    if (names.size() >= limit) {
      return false;
    }
    synchronized (this) {
      return names.contains(name) || (names.size() < limit && names.add(name));
    }
  }
}
