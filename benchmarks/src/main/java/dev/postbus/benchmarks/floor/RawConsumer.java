package dev.postbus.benchmarks.floor;

import dev.postbus.benchmarks.harness.RawRedis;
import dev.postbus.redisson.RawScripts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Sends the exchange script as fast as Redis takes it: each call settles what an earlier one has
 * claimed and claims as much again. One thread.
 */
final class RawConsumer implements AutoCloseable {

  /** As many calls are on their way at once: while one reply is read, Redis works on the next. */
  static final int DEPTH = 2;

  private final RawRedis redis;
  private final RawScripts scripts;
  private final int wanted;
  private final boolean settle;
  private final Queue<List<String>> unsettled = new ArrayDeque<>();
  private long requestId;
  private int waiting;

  /**
   * Creates it.
   *
   * @param wanted how many events to claim in a call
   * @param settle whether to settle what was claimed, or leave it
   */
  RawConsumer(RawRedis redis, RawScripts scripts, int wanted, boolean settle) {
    this.redis = redis;
    this.scripts = scripts;
    this.wanted = wanted;
    this.settle = settle;
  }

  /** Claims and settles for as long as asked; returns how many were claimed. */
  long consumeWhile(BooleanSupplier goOn) throws IOException {
    long claimed = 0;
    while (goOn.getAsBoolean()) {
      claimed += step();
    }
    return claimed;
  }

  /** Claims so many and settles all, so that nothing is left; returns how many were claimed. */
  long consume(long events) throws IOException {
    long claimed = 0;
    while (claimed < events || !unsettled.isEmpty()) {
      claimed += step();
    }
    while (waiting > 0) {
      claimed += read();
    }
    return claimed;
  }

  private int step() throws IOException {
    List<String> done = unsettled.isEmpty() ? List.of() : unsettled.remove();
    redis.write(RawRedis.encode(scripts.exchange(++requestId, wanted, done).toArray()));
    redis.flush();
    waiting++;
    return waiting == DEPTH ? read() : 0;
  }

  private int read() throws IOException {
    waiting--;
    List<String> claimed = RawScripts.claimed((List<?>) redis.read());
    if (settle && !claimed.isEmpty()) {
      unsettled.add(claimed);
    }
    return claimed.size();
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
