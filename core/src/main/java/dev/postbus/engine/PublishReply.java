package dev.postbus.engine;

import java.util.List;

/** What the store answers to a batch. */
public sealed interface PublishReply {

  /**
   * The batch was taken.
   *
   * @param results one per event, in order
   */
  record Accepted(List<Result> results) implements PublishReply {
    /** Copies the results. */
    public Accepted {
      results = List.copyOf(results);
    }
  }

  /**
   * The batch was taken, but what its durability asks for was not confirmed in time.
   *
   * @param results one per event, in order
   * @param problem who has confirmed it and who has not
   */
  record Unconfirmed(List<Result> results, String problem) implements PublishReply {
    /** Copies the results. */
    public Unconfirmed {
      results = List.copyOf(results);
    }
  }

  /**
   * Nothing was stored, because the routes were made from an old directory.
   *
   * @param directory the present one
   */
  record Stale(GroupDirectory directory) implements PublishReply {}

  /**
   * What became of one event.
   *
   * @param kind what
   * @param groups to how many groups it was handed, of a duplicate: had been
   */
  record Result(Kind kind, int groups) {}

  /** What may become of an event. */
  enum Kind {
    /** Stored; with 0 groups it waits for the first one that binds. */
    STORED,
    /** Its id was known. */
    DUPLICATE,
    /** No group is bound to it and the limit for such events is reached. */
    UNCLAIMED_FULL
  }
}
