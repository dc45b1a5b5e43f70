package dev.postbus.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The handlers of this instance. Readers see immutable snapshots. */
final class HandlerRegistry {

  private volatile Map<String, RegisteredHandler> handlers = Map.of();

  /** Those whose bindings the store has taken. */
  private volatile Set<String> bound = Set.of();

  /** Adds all of them or, when an id is taken, none. */
  synchronized void add(List<RegisteredHandler> added) {
    Map<String, RegisteredHandler> next = new LinkedHashMap<>(handlers);
    for (RegisteredHandler handler : added) {
      if (next.putIfAbsent(handler.id(), handler) != null) {
        throw new IllegalArgumentException(
            "two handlers have the id \"%s\"; the id tells handlers of a group apart, also after a restart: give one of them another with SubscribeOptions.builder().id(..) or @Subscribe(id = ..)"
                .formatted(handler.id()));
      }
    }
    handlers = Map.copyOf(next);
  }

  synchronized void remove(RegisteredHandler handler) {
    Map<String, RegisteredHandler> next = new LinkedHashMap<>(handlers);
    next.remove(handler.id(), handler);
    handlers = Map.copyOf(next);
    bound(List.of());
  }

  /** The store has taken these bindings. */
  synchronized void bound(List<HandlerBinding> bindings) {
    Set<String> next = new HashSet<>(bound);
    bindings.forEach(binding -> next.add(binding.handlerId()));
    next.retainAll(handlers.keySet());
    bound = Set.copyOf(next);
  }

  @Nullable RegisteredHandler find(String id) {
    return handlers.get(id);
  }

  Set<String> ids() {
    return handlers.keySet();
  }

  /** Returns the ids of the handlers whose bindings the store has taken. */
  Set<String> boundIds() {
    return bound;
  }

  List<HandlerBinding> bindings() {
    return handlers.values().stream().map(RegisteredHandler::binding).toList();
  }

  boolean isEmpty() {
    return handlers.isEmpty();
  }
}
