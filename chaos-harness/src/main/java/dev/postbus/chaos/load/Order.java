package dev.postbus.chaos.load;

import dev.postbus.EventPriority;

/**
 * One event to be emitted.
 *
 * @param job the payload
 * @param event the event name
 * @param priority the queue
 * @param delayMillis when it is due
 * @param attempts how many attempts every handler has
 * @param ownId whether the emit carries an event id of the caller's
 */
public record Order(
    Job job, String event, EventPriority priority, long delayMillis, int attempts, boolean ownId) {}
