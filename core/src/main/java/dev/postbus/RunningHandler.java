package dev.postbus;

import java.time.Instant;

/**
 * A handler that runs on an instance, or ran there when it last told.
 *
 * @param handler the handler's id
 * @param event the name of the event it handles
 * @param eventId the id of that event
 * @param attempt the number of the attempt, counting from 1
 * @param startedAt since when, by the store's clock
 */
public record RunningHandler(
    String handler, String event, String eventId, int attempt, Instant startedAt) {}
