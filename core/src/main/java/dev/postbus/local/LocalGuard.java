package dev.postbus.local;

import dev.postbus.engine.EngineTime;
import java.time.Duration;
import java.util.Collection;

/**
 * Signals everybody who waits once in a guard period, whatever there is. It finds what no other
 * signal tells: that suspects are allowed again after a while, or that the clock has jumped, as
 * after a sleep of the machine. No timer runs while nobody waits. Guarded by the store's lock.
 */
final class LocalGuard {

  private final LocalStore store;
  private final EngineTime time;
  private final Duration period;
  private final Collection<LocalGroup> groups;
  private Runnable cancel = () -> {};
  private boolean pending;

  LocalGuard(LocalStore store, EngineTime time, Duration period, Collection<LocalGroup> groups) {
    this.store = store;
    this.time = time;
    this.period = period;
    this.groups = groups;
  }

  void armed() {
    if (!pending) {
      pending = true;
      cancel = time.schedule(period, this::tick);
    }
  }

  private void tick() {
    store.step(
        (now, signals) -> {
          pending = false;
          groups.forEach(group -> group.wakeAll(signals));
          return null;
        });
  }

  void close() {
    cancel.run();
    pending = false;
  }
}
