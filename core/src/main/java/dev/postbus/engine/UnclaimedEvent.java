package dev.postbus.engine;

/**
 * An event that waits for a first group.
 *
 * @param position where it stands, ascending with time
 * @param event its event name
 */
public record UnclaimedEvent(long position, String event) {}
