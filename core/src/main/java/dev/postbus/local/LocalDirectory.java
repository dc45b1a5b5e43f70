package dev.postbus.local;

import dev.postbus.engine.BoundHandler;
import dev.postbus.engine.GroupDirectory;
import dev.postbus.engine.HandlerBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who is bound to what. Guarded by the store's lock; what it hands out is immutable. */
final class LocalDirectory {

  private static final Comparator<BoundHandler> BY_NUMBER =
      Comparator.comparingInt(BoundHandler::number);

  /** The numbers of all handlers a group ever had: they stand in elements and are never reused. */
  private final Map<String, Map<String, Integer>> numbers = new HashMap<>();

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
    Map<String, Integer> known = new HashMap<>(numbers.getOrDefault(group, Map.of()));
    Map<String, BoundHandler> bound = new HashMap<>();
    for (BoundHandler handler : current.handlers(group)) {
      bound.put(handler.binding().handlerId(), handler);
    }
    for (HandlerBinding binding : bindings) {
      int number = known.computeIfAbsent(binding.handlerId(), id -> known.size() + 1);
      bound.put(binding.handlerId(), new BoundHandler(number, binding));
    }
    List<BoundHandler> handlers = new ArrayList<>(bound.values());
    handlers.sort(BY_NUMBER);
    if (!contains(group) || !handlers.equals(current.handlers(group))) {
      replace(group, handlers);
      numbers.put(group, known);
    }
    return current;
  }

  /** Ends a binding: the handler keeps its number and has no patterns any more. */
  boolean forget(String group, String handlerId) {
    List<BoundHandler> handlers = new ArrayList<>(current.handlers(group));
    for (int i = 0; i < handlers.size(); i++) {
      HandlerBinding binding = handlers.get(i).binding();
      if (binding.handlerId().equals(handlerId) && !binding.patterns().isEmpty()) {
        handlers.set(
            i,
            new BoundHandler(handlers.get(i).number(), new HandlerBinding(handlerId, List.of())));
        replace(group, handlers);
        return true;
      }
    }
    return false;
  }

  void remove(String group) {
    Map<String, List<BoundHandler>> groups = new TreeMap<>(current.groups());
    groups.remove(group);
    current = new GroupDirectory(nextVersion(), groups);
    numbers.remove(group);
  }

  private void replace(String group, List<BoundHandler> handlers) {
    Map<String, List<BoundHandler>> groups = new TreeMap<>(current.groups());
    groups.put(group, handlers);
    current = new GroupDirectory(nextVersion(), groups);
  }

  private String nextVersion() {
    return Long.toString(++versions);
  }
}
