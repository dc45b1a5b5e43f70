package dev.postbus;

/** The priority an emitter gives to an event; it decides the queue and wins over every route. */
public enum EventPriority {
  /** Handled from {@link EventQueue#HIGH}. */
  HIGH(EventQueue.HIGH),
  /** Handled from {@link EventQueue#DEFAULT}. */
  DEFAULT(EventQueue.DEFAULT),
  /** Handled from {@link EventQueue#LOW}. */
  LOW(EventQueue.LOW);

  private final EventQueue queue;

  EventPriority(EventQueue queue) {
    this.queue = queue;
  }

  /** Returns the queue that events of this priority go to. */
  public EventQueue queue() {
    return queue;
  }
}
