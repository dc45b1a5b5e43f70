package dev.postbus;

/** Says that an event is stored. Immutable. */
public interface EmitReceipt {

  /** Returns the id of the event: the caller's, or a new unique one. */
  String eventId();

  /**
   * Returns how many groups the event was handed to; 0 when it waits for the first group that binds
   * to it.
   */
  int groups();

  /**
   * Returns whether an event with this caller-supplied id had already been accepted within the
   * deduplication window. Then nothing more was stored, and the other facts are those of the first
   * receipt.
   */
  boolean duplicate();
}
