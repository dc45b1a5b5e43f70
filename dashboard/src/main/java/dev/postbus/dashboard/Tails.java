package dev.postbus.dashboard;

import dev.postbus.EventBusAdmin;
import dev.postbus.HandledEvent;
import dev.postbus.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is handled, watched once for each pattern however many look at it, and only while somebody
 * does. Thread-safe.
 */
final class Tails {

  private final Supplier<EventBusAdmin> admin;

  /** Guarded by this. */
  private final Map<String, Watch> byPattern = new HashMap<>();

  Tails(Supplier<EventBusAdmin> admin) {
    this.admin = admin;
  }

  private record Watch(
      Subscription subscription, Map<EventStream, Consumer<HandledEvent>> viewers) {}

  /** Shows a viewer from now on what matches. */
  synchronized void join(String pattern, EventStream stream, Consumer<HandledEvent> viewer) {
    Watch watch = byPattern.get(pattern);
    if (watch == null) {
      Map<EventStream, Consumer<HandledEvent>> viewers = new ConcurrentHashMap<>();
      watch =
          new Watch(
              admin
                  .get()
                  .tail(pattern, handled -> viewers.values().forEach(each -> each.accept(handled))),
              viewers);
      byPattern.put(pattern, watch);
    }
    watch.viewers().put(stream, viewer);
  }

  /** Shows it no more; the last one ends the watch. */
  synchronized void leave(EventStream stream) {
    byPattern
        .values()
        .removeIf(
            watch -> {
              watch.viewers().remove(stream);
              if (!watch.viewers().isEmpty()) {
                return false;
              }
              watch.subscription().close();
              return true;
            });
  }
}
