package dev.postbus.local;

import dev.postbus.engine.Claim;
import dev.postbus.engine.ExchangeRequest;
import java.util.ArrayList;
import java.util.List;

/** What one exchange claims, and the limits it is held to. Guarded by the store's lock. */
final class LocalClaims {

  private final LocalConsumer consumer;
  private final boolean suspects;
  private final List<Claim> claims = new ArrayList<>();
  private long bytesLeft;
  private boolean suspectTaken;

  /** Of the queue that is being claimed from. */
  private int takenOfQueue;

  LocalClaims(LocalConsumer consumer, ExchangeRequest request) {
    this.consumer = consumer;
    this.suspects = request.suspects();
    this.bytesLeft = request.maxBytes();
  }

  void beginQueue() {
    takenOfQueue = 0;
  }

  /** One suspect at a time: were it to kill the process, no other would be blamed. */
  boolean takesSuspect() {
    return suspects && !suspectTaken;
  }

  /** The first of a queue always has room, else one that is larger than a limit would never go. */
  boolean hasRoom(LocalDelivery next, int upTo) {
    return takenOfQueue == 0
        || (takenOfQueue + next.weight() <= upTo && next.element().length <= bytesLeft);
  }

  void takeSuspect(LocalDelivery delivery) {
    suspectTaken = true;
    take(delivery);
  }

  void take(LocalDelivery delivery) {
    takenOfQueue += delivery.weight();
    bytesLeft -= delivery.element().length;
    consumer.inFlight().put(delivery.id(), delivery);
    claims.add(
        new Claim(delivery.id(), delivery.queue().name(), delivery.state(), delivery.element()));
  }

  List<Claim> claims() {
    return claims;
  }
}
