package dev.postbus.local;

import dev.postbus.engine.AdminStore.StoredDeadLetter;
import dev.postbus.engine.Settlement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The dead letters of one group, in the order of their failing. Guarded by the store's lock. */
final class LocalDeadLetters {

  private final TreeMap<Long, Letter> letters = new TreeMap<>();
  private final Map<String, Letter> byKey = new HashMap<>();
  private long arrivals;

  private record Letter(
      long arrival, LocalDelivery delivery, int handler, StoredDeadLetter stored) {}

  void add(LocalDelivery delivery, Settlement.Dead dead, long nowMillis) {
    String key = delivery.id() + " " + dead.handler() + " " + dead.eventId();
    StoredDeadLetter stored =
        new StoredDeadLetter(
            key,
            dead.eventId(),
            delivery.queue().name(),
            dead.handlerId(),
            dead.attempts(),
            nowMillis,
            dead.reason(),
            delivery.element());
    Letter letter = new Letter(++arrivals, delivery, dead.handler(), stored);
    letters.put(letter.arrival(), letter);
    byKey.put(key, letter);
    delivery.queue().counts().dead++;
  }

  /** Drops the oldest beyond the limit and returns how many those were. */
  int trim(int limit) {
    int dropped = 0;
    while (letters.size() > Math.max(0, limit)) {
      Letter letter = remove(letters.firstEntry().getValue());
      letter.delivery().queue().counts().dropped++;
      dropped++;
    }
    return dropped;
  }

  List<StoredDeadLetter> newestFirst(int offset, int limit) {
    return letters.descendingMap().values().stream()
        .skip(offset)
        .limit(limit)
        .map(Letter::stored)
        .toList();
  }

  int size() {
    return letters.size();
  }

  List<StoredDeadLetter> of(List<String> keys) {
    return keys.stream().map(byKey::get).filter(Objects::nonNull).map(Letter::stored).toList();
  }

  List<String> keysOf(String eventId, @Nullable String handlerId) {
    return letters.values().stream()
        .filter(letter -> letter.stored().eventId().equals(eventId))
        .filter(letter -> handlerId == null || letter.stored().handlerId().equals(handlerId))
        .map(letter -> letter.stored().key())
        .toList();
  }

  List<String> oldestKeys(int limit) {
    return letters.values().stream().limit(limit).map(letter -> letter.stored().key()).toList();
  }

  /** Each goes to the end of its queue's front with a fresh budget, for its own handler. */
  int redrive(List<String> keys, LocalSignals signals) {
    int redriven = 0;
    for (String key : keys) {
      Letter letter = byKey.get(key);
      if (letter != null) {
        remove(letter);
        LocalQueue queue = letter.delivery().queue();
        LocalDelivery again = letter.delivery().again(letter.handler());
        queue.identify(again);
        queue.addLast(again);
        queue.waiters().wake(signals);
        redriven++;
      }
    }
    return redriven;
  }

  int discard(List<String> keys) {
    int discarded = 0;
    for (String key : keys) {
      Letter letter = byKey.get(key);
      if (letter != null) {
        remove(letter).delivery().queue().counts().discarded++;
        discarded++;
      }
    }
    return discarded;
  }

  private Letter remove(Letter letter) {
    letters.remove(letter.arrival());
    byKey.remove(letter.stored().key());
    letter.delivery().queue().counts().dead--;
    return letter;
  }
}
