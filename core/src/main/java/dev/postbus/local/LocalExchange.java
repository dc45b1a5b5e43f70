package dev.postbus.local;

import dev.postbus.EventQueue;
import dev.postbus.engine.ExchangeReply;
import dev.postbus.engine.ExchangeRequest;
import dev.postbus.engine.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One exchange: settles, then claims, then wakes others for what is left. */
final class LocalExchange {

  private static final int PROMOTED_PER_CLAIM = 200;
  private static final EventQueue[] QUEUES = EventQueue.values();

  private final LocalGroup group;
  private final LocalConsumer consumer;
  private final ExchangeRequest request;
  private final Instant now;
  private final long nowMillis;
  private final LocalSignals signals;

  private int dropped;

  LocalExchange(
      LocalGroup group,
      LocalConsumer consumer,
      ExchangeRequest request,
      Instant now,
      LocalSignals signals) {
    this.group = group;
    this.consumer = consumer;
    this.request = request;
    this.now = now;
    this.nowMillis = now.toEpochMilli();
    this.signals = signals;
  }

  ExchangeReply run() {
    for (Settlement settlement : request.settlements()) {
      LocalDelivery delivery = consumer.inFlight().get(settlement.deliveryId());
      if (delivery != null) {
        settle(delivery, settlement);
      }
    }
    ExchangeReply reply = claim();
    group.wake(signals);
    return reply;
  }

  private void settle(LocalDelivery delivery, Settlement settlement) {
    if (settlement instanceof Settlement.Done done) {
      if (end(delivery, done.handler())) {
        delivery.queue().counts().handled++;
      }
    } else if (settlement instanceof Settlement.Again again) {
      if (end(delivery, again.handler())) {
        again(delivery, again);
      }
    } else if (settlement instanceof Settlement.Dead dead) {
      if (end(delivery, dead.handler())) {
        group.deadLetters().add(delivery, dead, nowMillis);
        dropped += group.deadLetters().trim(request.deadLetterLimit());
      }
    } else if (settlement instanceof Settlement.Release) {
      delivery.narrow();
      handBack(delivery);
    } else if (settlement instanceof Settlement.Assign assign && delivery.isForeign()) {
      delivery.queue().counts().emitted += assign.handlers().size() - 1;
      delivery.queue().counts().inFlight += assign.handlers().size() - 1;
      delivery.assign(assign.handlers());
      handBack(delivery);
    }
  }

  /** Ends one handler's share of a delivery; false when it had ended before. */
  private boolean end(LocalDelivery delivery, int handler) {
    if (!delivery.settle(handler)) {
      return false;
    }
    delivery.queue().counts().inFlight--;
    if (delivery.weight() == 0) {
      consumer.inFlight().remove(delivery.id());
    }
    return true;
  }

  private void again(LocalDelivery delivery, Settlement.Again again) {
    LocalQueue queue = delivery.queue();
    String state = again.handler() + ":" + again.attempts() + (again.suspect() ? "~" : "");
    LocalDelivery next = new LocalDelivery(queue, delivery.eventId(), delivery.element(), 1, state);
    if (DueTime.isLater(again.delay())) {
      queue.schedule(next, DueTime.millis(now, again.delay()), false);
    } else {
      queue.identify(next);
      if (again.attempts() == delivery.attemptsUsed(again.handler())) {
        queue.addFirst(next);
      } else {
        queue.addLast(next);
      }
    }
  }

  /** Each goes to the very front: of several, the last one stands foremost. */
  private void handBack(LocalDelivery delivery) {
    LocalQueue queue = delivery.queue();
    consumer.inFlight().remove(delivery.id());
    queue.counts().inFlight -= delivery.weight();
    if (delivery.state().isEmpty() && !delivery.wasDelayed()) {
      queue.restore(delivery);
    } else {
      queue.identify(delivery);
      queue.addFirst(delivery);
    }
  }

  private ExchangeReply claim() {
    LocalClaims claims = new LocalClaims(consumer, request);
    Set<EventQueue> more = EnumSet.noneOf(EventQueue.class);
    long nextDue = LocalQueue.NEVER;
    for (EventQueue name : QUEUES) {
      LocalQueue queue = group.queue(name);
      int wanted = request.wanted().getOrDefault(name, 0);
      if (wanted > 0 && queue.isPaused()) {
        // The end of the pause is a signal of its own.
        consumer.tellDue(name, LocalQueue.NEVER);
      } else if (wanted > 0) {
        queue.promote(nowMillis, PROMOTED_PER_CLAIM);
        queue.claim(claims, wanted);
        consumer.tellDue(name, queue.nextDue());
        nextDue = Math.min(nextDue, queue.nextDue());
        if (queue.hasClaimable(request.suspects(), nowMillis)) {
          more.add(name);
        }
      }
    }
    return new ExchangeReply(claims.claims(), more, until(nextDue), group.paused(), dropped);
  }

  private Optional<Duration> until(long due) {
    if (due == LocalQueue.NEVER) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochMilli(due);
    return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
  }
}
