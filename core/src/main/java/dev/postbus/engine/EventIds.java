package dev.postbus.engine;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes event ids that are unique and sort by age within a process: a random part per bus, then a
 * counter, in 22 characters. The random part has 72 bits, so two buses meet with a chance of 2^-36
 * only after 2^18 of them (birthday bound). Thread-safe.
 */
final class EventIds {

  private static final char[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".toCharArray();
  private static final int PREFIX = 12;
  private static final int COUNTER = 10;
  private static final int BASE = 63;

  private final String prefix;
  private final AtomicLong counter = new AtomicLong();

  EventIds() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder(PREFIX);
    for (int i = 0; i < PREFIX; i++) {
      text.append(DIGITS[random.nextInt(BASE)]);
    }
    this.prefix = text.toString();
  }

  String next() {
    char[] id = new char[PREFIX + COUNTER];
    prefix.getChars(0, PREFIX, id, 0);
    long number = counter.getAndIncrement();
    for (int i = id.length - 1; i >= PREFIX; i--) {
      id[i] = DIGITS[(int) (number % BASE)];
      number /= BASE;
    }
    return new String(id);
  }
}
