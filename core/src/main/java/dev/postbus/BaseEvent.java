package dev.postbus;

/**
 * Marks a payload record that knows its own event name through {@link EventType}, so that it can be
 * emitted and subscribed to without spelling the name again.
 */
public interface BaseEvent {}
