package dev.postbus;

/**
 * The three queues of a group. Each has its own concurrency, so that a flood in one delays no
 * other.
 */
public enum EventQueue {
  /** For what a person waits for. */
  HIGH("events:high"),
  /** For everything that neither priority nor a route puts elsewhere. */
  DEFAULT("events:default"),
  /** For bulk work. */
  LOW("events:low");

  private final String queueName;

  EventQueue(String queueName) {
    this.queueName = queueName;
  }

  /** Returns the name of the queue in the store, for example {@code "events:high"}. */
  public String queueName() {
    return queueName;
  }
}
