package dev.postbus.engine;

import dev.postbus.EventMetadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One claimed delivery on this instance, shared by the runs of its handlers. */
final class Delivery {

  final Claim claim;
  final Envelope envelope;
  final EventMetadata metadata;
  final boolean suspect;
  final Lease lease;

  /** How many runs were made of it; those of handlers missing here are settled without a run. */
  private final int shares;

  Delivery(Claim claim, Envelope envelope, DeliveryState state, Lease lease) {
    this.claim = claim;
    this.envelope = envelope;
    this.metadata = envelope.metadata(claim.queue());
    this.suspect = state.suspect();
    this.shares = state.attempts().size();
    this.lease = lease;
  }

  String id() {
    return claim.deliveryId();
  }

  int shares() {
    return shares;
  }

  /**
   * The registration under which deliveries were claimed, and whether it still holds. Thread-safe.
   */
  static final class Lease {
    final Consumer consumer;
    private final long lengthNanos;
    private final AtomicLong renewedNanos;
    private volatile boolean lost;
    private volatile boolean draining;

    /**
     * Creates one.
     *
     * @param askedNanos when the store was asked for it, by {@link EngineTime#nanoTime()}
     */
    Lease(Consumer consumer, Duration length, long askedNanos) {
      this.consumer = consumer;
      this.lengthNanos = length.toNanos();
      this.renewedNanos = new AtomicLong(askedNanos);
    }

    /** The store has answered what it was asked then, which renews the lease. */
    void renewed(long askedNanos) {
      renewedNanos.accumulateAndGet(
          askedNanos, (known, asked) -> asked - known > 0 ? asked : known);
    }

    /**
     * Returns whether it may have run out unnoticed, as after a pause of the whole process: others
     * may have taken over what was claimed under it.
     */
    boolean ranOut(long nowNanos) {
      return nowNanos - renewedNanos.get() > lengthNanos;
    }

    void lose() {
      lost = true;
    }

    boolean lost() {
      return lost;
    }

    void drain() {
      draining = true;
    }

    boolean endsSoon() {
      return lost || draining;
    }

    static boolean same(@Nullable Lease lease, Consumer consumer) {
      return lease != null && lease.consumer == consumer;
    }
  }
}
