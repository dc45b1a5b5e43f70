package dev.postbus.dashboard;

import dev.postbus.EventBusAdmin;
import dev.postbus.HandledEvent;
import dev.postbus.Subscription;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

  private static final class Watch {
    private final Map<EventStream, Consumer<HandledEvent>> viewers = new ConcurrentHashMap<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

    void show(HandledEvent handled) {
      viewers.values().forEach(viewer -> viewer.accept(handled));
    }
  }

  /** Shows a viewer from now on what matches; returns when nothing of that is missed. */
  void join(String pattern, EventStream stream, Consumer<HandledEvent> viewer) {
    Watch watch;
    boolean first;
    synchronized (this) {
      first = !byPattern.containsKey(pattern);
      watch = byPattern.computeIfAbsent(pattern, unwatched -> new Watch());
      watch.viewers.put(stream, viewer);
    }
    if (first) {
      begin(pattern, watch);
    }
    try {
      watch.subscription.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof Error broken) {
        throw broken;
      }
      throw (RuntimeException) failure.getCause();
    }
  }

  /** Without the lock: whoever leaves must not wait until the store has answered. */
  private void begin(String pattern, Watch watch) {
    try {
      watch.subscription.complete(admin.get().tail(pattern, watch::show));
    } catch (RuntimeException | Error failure) {
      synchronized (this) {
        byPattern.remove(pattern, watch);
      }
      watch.subscription.completeExceptionally(failure);
    }
  }

  /** Shows it no more; the last one ends the watch. */
  synchronized void leave(EventStream stream) {
    byPattern
        .values()
        .removeIf(
            watch -> {
              watch.viewers.remove(stream);
              if (!watch.viewers.isEmpty()) {
                return false;
              }
              watch.subscription.thenAccept(Subscription::close);
              return true;
            });
  }
}
