package dev.postbus.engine;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Holds the claim loop there is now, and puts another in its place when it is late. Thread-safe.
 */
final class LoopKeeper {

  private final Supplier<ClaimLoop> factory;

  /** Changed under the lock. */
  private volatile ClaimLoop current;

  /** Guarded by this. */
  private boolean stopped;

  LoopKeeper(Supplier<ClaimLoop> factory) {
    this.factory = factory;
    this.current = factory.get();
  }

  ClaimLoop current() {
    return current;
  }

  void start() {
    current.start();
  }

  /** Gives the loop up and starts another, unless that was done already or all is to end. */
  synchronized boolean replace(ClaimLoop late) {
    if (stopped || current != late) {
      return false;
    }
    late.abandon();
    current = factory.get();
    current.start();
    return true;
  }

  /** Ends the loop, see {@link ClaimLoop#stop(Duration)}. */
  boolean stop(Duration drain) {
    ClaimLoop last;
    synchronized (this) {
      stopped = true;
      last = current;
    }
    return last.stop(drain);
  }

  void wakeUp() {
    current.wakeUp();
  }

  void lookEverywhere() {
    current.lookEverywhere();
  }

  void fenced(Delivery.Lease refused) {
    current.fenced(refused);
  }
}
