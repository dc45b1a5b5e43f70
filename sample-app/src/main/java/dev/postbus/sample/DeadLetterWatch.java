package dev.postbus.sample;

import dev.postbus.DeadLetter;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventQueue;
import dev.postbus.HandledEvent;
import dev.postbus.Subscription;
import dev.postbus.sample.shop.ShopModule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Notices new dead letters of the shop, and what people do with them, whatever they do it with. For
 * one thread.
 */
final class DeadLetterWatch implements AutoCloseable {

  private static final int READ = 1_000;

  /** What a dead letter is about; its key is another one when it fails again. */
  private record Delivery(String eventId, String handler) {}

  private final EventBusAdmin admin;
  private final Console console;
  private final Subscription tail;

  /** Filled by the bus, emptied at every look. */
  private final Queue<Delivery> handled = new ConcurrentLinkedQueue<>();

  private final Set<Delivery> everDead = new HashSet<>();
  private final Set<Delivery> putRight = new HashSet<>();
  private Map<Delivery, DeadLetter> waiting = Map.of();
  private long discarded;

  DeadLetterWatch(EventBusAdmin admin, Console console) {
    this.admin = admin;
    this.console = console;
    this.tail = admin.tail("**", this::hear);
  }

  private void hear(HandledEvent event) {
    if (event.group().equals(ShopModule.GROUP) && event.outcome().equals("handled")) {
      handled.add(new Delivery(event.metadata().eventId(), event.handler()));
    }
  }

  /** Looks once, and tells what is new. */
  void look() {
    Map<Delivery, DeadLetter> now = new HashMap<>();
    for (DeadLetter letter : admin.deadLetters(ShopModule.GROUP, 0, READ)) {
      now.put(new Delivery(letter.metadata().eventId(), letter.handler()), letter);
    }
    now.forEach(this::tellIfNew);
    waiting = now;
    tellHandled();
    tellDiscarded();
  }

  private void tellIfNew(Delivery delivery, DeadLetter letter) {
    DeadLetter before = waiting.get(delivery);
    if (before != null && before.key().equals(letter.key())) {
      return;
    }
    console.tell(
        "dead letters",
        "%s gave up on %s %safter %d attempt%s: %s"
            .formatted(
                letter.handler(),
                letter.metadata().event(),
                everDead.add(delivery) ? "" : "again ",
                letter.attempts(),
                letter.attempts() == 1 ? "" : "s",
                letter.reason().lines().findFirst().orElse("no reason")));
  }

  private void tellHandled() {
    int right = 0;
    for (Delivery next = handled.poll(); next != null; next = handled.poll()) {
      if (everDead.contains(next) && putRight.add(next)) {
        right++;
      }
    }
    if (right > 0) {
      console.tell("you", "redrove %s: handled this time".formatted(letters(right)));
    }
  }

  private void tellDiscarded() {
    long before = discarded;
    discarded = 0;
    for (EventQueue queue : EventQueue.values()) {
      discarded += admin.counts(ShopModule.GROUP, queue).discarded();
    }
    if (discarded > before) {
      console.tell("you", "discarded " + letters(discarded - before));
    }
  }

  /** Returns how many dead letters wait for somebody to do something about them. */
  int waiting() {
    return waiting.size();
  }

  /** Returns how many deliveries were dead letters at some time. */
  int everDead() {
    return everDead.size();
  }

  /** Returns how many of them were handled in the end. */
  int putRight() {
    return putRight.size();
  }

  static String letters(long number) {
    return number == 1 ? "1 dead letter" : number + " dead letters";
  }

  @Override
  public void close() {
    tail.close();
  }
}
