package dev.postbus.local;

import dev.postbus.engine.BoundHandler;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is bound to what. A forgotten handler stays without patterns: its number stands in elements
 * and is never given to another. Guarded by the store's lock; what it hands out is immutable.
 */
final class LocalDirectory {

  private GroupDirectory current = new GroupDirectory("0", Map.of());
  private long versions;

  GroupDirectory current() {
    return current;
  }

  boolean contains(String group) {
    return current.groups().containsKey(group);
  }

  /** Binds handlers; the version changes only when something does. */
  GroupDirectory bind(String group, List<HandlerBinding> bindings) {
    Map<String, BoundHandler> handlers = byId(group);
    for (HandlerBinding binding : bindings) {
      BoundHandler known = handlers.get(binding.handlerId());
      int number = known == null ? handlers.size() + 1 : known.number();
      handlers.put(binding.handlerId(), new BoundHandler(number, binding));
    }
    List<BoundHandler> all = List.copyOf(handlers.values());
    if (!contains(group) || !all.equals(current.handlers(group))) {
      replace(group, all);
    }
    return current;
  }

  /** Ends a binding; false when there is none. */
  boolean forget(String group, String handlerId) {
    Map<String, BoundHandler> handlers = byId(group);
    BoundHandler known = handlers.get(handlerId);
    if (known == null || known.binding().patterns().isEmpty()) {
      return false;
    }
    HandlerBinding none = new HandlerBinding(handlerId, List.of());
    handlers.put(handlerId, new BoundHandler(known.number(), none));
    replace(group, List.copyOf(handlers.values()));
    return true;
  }

  void remove(String group) {
    Map<String, List<BoundHandler>> groups = new TreeMap<>(current.groups());
    groups.remove(group);
    publish(groups);
  }

  /** In the order of their numbers. */
  private Map<String, BoundHandler> byId(String group) {
    Map<String, BoundHandler> handlers = new LinkedHashMap<>();
    for (BoundHandler handler : current.handlers(group)) {
      handlers.put(handler.binding().handlerId(), handler);
    }
    return handlers;
  }

  private void replace(String group, List<BoundHandler> handlers) {
    Map<String, List<BoundHandler>> groups = new TreeMap<>(current.groups());
    groups.put(group, handlers);
    publish(groups);
  }

  private void publish(Map<String, List<BoundHandler>> groups) {
    current = new GroupDirectory(Long.toString(++versions), groups);
  }
}
