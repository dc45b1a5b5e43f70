package dev.postbus.benchmarks.harness;

import java.io.IOException;
import java.time.Duration;

/**
 * Another client of the same Redis, with one small command every few milliseconds: what it waits is
 * what a benchmark does to its neighbours.
 */
public final class Probe implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(2);

  private final Latencies latencies = new Latencies();
  private final Thread thread;
  private volatile boolean stopped;

  private Probe(RawRedis connection) {
    this.thread = new Thread(() -> run(connection), "probe");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts it on the Redis at that port of this machine. */
  public static Probe start(int port) throws IOException {
    return new Probe(RawRedis.connect("127.0.0.1", port));
  }

  private void run(RawRedis connection) {
    try (connection) {
      byte[] command = RawRedis.encode("SET", "probe", "x");
      while (!stopped) {
        long start = System.nanoTime();
        connection.write(command);
        connection.flush();
        connection.read();
        latencies.add((System.nanoTime() - start) / 1_000);
        Pace.pause(PAUSE);
      }
    } catch (IOException failure) {
      if (!stopped) {
        System.err.println("the probe's connection failed: " + failure);
      }
    }
  }

  /** Returns what its commands took since the last call. */
  public Latencies.Taken take() {
    return Latencies.Taken.parse(latencies.take());
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
