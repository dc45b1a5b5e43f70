package dev.postbus.benchmarks.floor;

import dev.postbus.benchmarks.harness.RawRedis;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Sends the publish script as fast as Redis takes it: the same batch over and over, made once, but
 * for the sequence number in it. One thread.
 */
final class RawPublisher implements AutoCloseable {

  /** As many calls are on their way at once. */
  static final int DEPTH = 4;

  /** All sequence numbers have the same length, so that they can be put into the finished call. */
  static final long FIRST = 1_000_000_000L;

  private final RawRedis redis;
  private final int events;
  private final byte[] before;
  private final byte[] after;
  private long sequence = FIRST;

  /**
   * Creates it.
   *
   * @param words the call with the first sequence number
   * @param events how many it carries
   */
  RawPublisher(RawRedis redis, List<Object> words, int events) {
    this.redis = redis;
    this.events = events;
    byte[] call = RawRedis.encode(words.toArray());
    byte[] number = ("\r\n" + FIRST + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int at = indexOf(call, number) + 2;
    this.before = Arrays.copyOfRange(call, 0, at);
    this.after = Arrays.copyOfRange(call, at + number.length - 4, call.length);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalStateException("the sequence number is not in the call");
  }

  /** Publishes until then; returns how many events Redis has accepted. */
  long publishUntil(long endNanos) throws IOException {
    long calls = 0;
    int waiting = 0;
    do {
      redis.write(before);
      redis.write(Long.toString(sequence++).getBytes(StandardCharsets.US_ASCII));
      redis.write(after);
      redis.flush();
      waiting++;
      calls++;
      if (waiting == DEPTH) {
        checkReply();
        waiting--;
      }
    } while (System.nanoTime() < endNanos);
    for (; waiting > 0; waiting--) {
      checkReply();
    }
    return calls * events;
  }

  private void checkReply() throws IOException {
    List<?> reply = (List<?>) redis.read();
    String answer = new String((byte[]) reply.get(0), StandardCharsets.UTF_8);
    if (!answer.startsWith("OK")) {
      throw new IllegalStateException("publish says " + answer);
    }
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
