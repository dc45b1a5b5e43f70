package dev.postbus;

/** How many copies of an event there are before its receipt is given. */
public enum Durability {
  /**
   * The store has it. What outlives a crash of the store is decided by how the store is set up. The
   * default.
   */
  STORED,

  /**
   * All replicas configured for the store have it too, so that it outlives the loss of the primary.
   */
  REPLICATED,

  /**
   * It is in the append-only file on the disk of the store, and of all replicas configured for it,
   * so that it outlives a crash of every one of them. Needs Redis 7.2.
   */
  SYNCED
}
