package dev.postbus.cli;

import dev.postbus.EventQueue;
import java.util.Locale;

/** How people call the queues. */
final class QueueName {

  private QueueName() {}

  static String of(EventQueue queue) {
    return queue.name().toLowerCase(Locale.ROOT);
  }
}
