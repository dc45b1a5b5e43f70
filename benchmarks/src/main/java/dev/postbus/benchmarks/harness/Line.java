package dev.postbus.benchmarks.harness;

import java.time.Duration;

/**
 * A process that emits, a server, and a process that handles: Postbus or a peer, so that both are
 * measured by the same code. Used by one thread.
 */
public interface Line extends AutoCloseable {

  /** Longer than anything takes that is not broken. */
  Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * So many events with a delay may be on their way to the server one by one: what waits in line
   * before it counts as late.
   */
  int DELAYED_UNDER_WAY = 100;

  /** Returns who is measured. */
  String subject();

  /** Returns the port of its server, on the loopback interface. */
  int port();

  /** Emits and handles as much as it can for that long, unmeasured. */
  void warmUp(Duration length);

  /** Emits at a rate for that long, whatever becomes of it; returns how many events. */
  long pace(double perSecond, Duration length);

  /**
   * Emits so many events that become due one after the other in the course of {@code spread}, the
   * first after {@code lead}. Returns how long before that all were stored; negative when after it.
   */
  Duration delay(int events, Duration lead, Duration spread);

  /** Returns how many events are handled and acknowledged. */
  long handled();

  /** Waits until so many are, or the time is over; returns whether they are. */
  boolean awaitHandled(long count, Duration limit);

  /** Returns the latencies the consumer has seen since the last call. */
  Latencies.Taken latencies();

  @Override
  void close();
}
