package dev.postbus.engine;

import dev.postbus.EventMetadata;
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

  /** The registration under which deliveries were claimed, and whether it still holds. */
  static final class Lease {
    final Consumer consumer;
    private volatile boolean lost;
    private volatile boolean draining;

    Lease(Consumer consumer) {
      this.consumer = consumer;
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
