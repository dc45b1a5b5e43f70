package dev.postbus.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;

/** Hostile input, the same for the same seed; {@code -Dpostbus.fuzz.seeds=100} tries more seeds. */
final class Fuzz {

  private static final int SEEDS = Integer.getInteger("postbus.fuzz.seeds", 3);

  private static final String[] FRAGMENTS = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "-0",
    "1e999999",
    "9".repeat(2_000),
    "\"handlers\":\"1\",",
    "\"handlers\":\"1,2,3\",",
    "{\"handlers\":\"",
    "\"data\":",
    "\"data\":{},",
    "\"specversion\":\"9.9\",",
    "\"id\":\"\",",
    "\"type\":\"**\",",
    "\"time\":\"yesterday\",",
    "\"attempts\":-1,",
    "\"attempts\":99999999999,",
    "\"@class\":\"java.lang.Runtime\",",
    "[".repeat(2_000),
    "{\"a\":".repeat(2_000),
    "\n",
    "\0",
    "\u2028",
    "💌",
    "~",
    "-1",
    "@",
    "..",
    "*",
    "**",
    "redis.call('FLUSHALL')",
    "${jndi:ldap://x}",
    "#{1+1}",
    "'; DROP TABLE events; --"
  };

  private final Random random;

  Fuzz(long seed) {
    this.random = new Random(seed);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Returns something that was never meant to be anything. */
  byte[] garbage() {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns text with little sense. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(6); parts >= 0; parts--) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> oneOf(FRAGMENTS);
            case 1 -> oneOf("order", "created", "a", "*", "**", ".", " ", "\t", "-", "_");
            case 2 -> String.valueOf((char) random.nextInt(0x3000));
            default -> String.valueOf(random.nextLong());
          });
    }
    return text.toString();
  }

  /** Returns the bytes with a few things broken. */
  byte[] broken(byte[] whole) {
    byte[] bytes = whole;
    for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
      bytes = oneFault(bytes);
    }
    return bytes;
  }

  private byte[] oneFault(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    switch (random.nextInt(6)) {
      case 0:
        return Arrays.copyOf(bytes, at);
      case 1:
        return Arrays.copyOfRange(bytes, at, bytes.length);
      case 2:
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
          flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
      case 3:
        return insert(bytes, at, garbage());
      case 4:
        return insert(
            bytes, at, Arrays.copyOfRange(bytes, Math.min(at, bytes.length), bytes.length));
      default:
        return insert(bytes, at, oneOf(FRAGMENTS).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] insert(byte[] into, int at, byte[] added) {
    byte[] all = new byte[into.length + added.length];
    System.arraycopy(into, 0, all, 0, at);
    System.arraycopy(added, 0, all, at, added.length);
    System.arraycopy(into, at, all, at + added.length, into.length - at);
    return all;
  }
}
