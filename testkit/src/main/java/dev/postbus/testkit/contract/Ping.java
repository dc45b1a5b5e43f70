package dev.postbus.testkit.contract;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The payload of most contract tests.
 *
 * @param number tells one from another
 */
@EventType(Ping.EVENT)
public record Ping(int number) implements BaseEvent {

  /** The event name. */
  public static final String EVENT = "ping.sent";

  /** Returns pings numbered from 1. */
  public static List<Ping> upTo(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Ping::new).toList();
  }
}
