package dev.postbus.chaos.nemesis;

/** What can be broken. */
public enum FaultKind {
  /** {@code kill -9} of a consumer, which is started anew after a while. */
  KILL_CONSUMER(4, Target.CONSUMER),
  /** {@code kill -9} of all instances of a group at once, which are started anew after a while. */
  KILL_GROUP(1, Target.GROUP),
  /** {@code kill -9} of a producer. */
  KILL_PRODUCER(2, Target.PRODUCER),
  /** SIGSTOP of a consumer, mostly beyond its lease, then SIGCONT. */
  STOP_CONSUMER(3, Target.CONSUMER),
  /** SIGSTOP of a producer, then SIGCONT. */
  STOP_PRODUCER(1, Target.PRODUCER),
  /** {@code kill -9} of Redis and a start on the same data. */
  KILL_REDIS(2, Target.REDIS),
  /**
   * Redis and its machine lose their power: what was not yet synced is gone. Only where Redis syncs
   * every second; where it always does, this is a kill.
   */
  POWER_LOSS(2, Target.REDIS),
  /** {@code CLIENT KILL} of every connection. */
  CLIENT_KILL(2, Target.REDIS),
  /** {@code CLIENT PAUSE}: Redis answers nobody. */
  CLIENT_PAUSE(1, Target.REDIS),
  /** {@code SCRIPT FLUSH}. */
  SCRIPT_FLUSH(2, Target.REDIS),
  /** All instances of a group are ended in good order and started anew, one after the other. */
  ROLLING_RESTART(1, Target.GROUP),
  /** All connections of one process break at once. */
  CUT(2, Target.PROXIED),
  /** Nothing comes through between one process and Redis for a while. */
  PARTITION(2, Target.PROXIED),
  /**
   * Redis carries out the next script of one process, whose connection breaks before the answer.
   */
  LOSE_REPLY(3, Target.PROXIED),
  /**
   * Redis carries out what one process sends, and no answer arrives on connections that seem to
   * stand.
   */
  SWALLOW_REPLIES(2, Target.PROXIED),
  /** Everything between one process and Redis takes longer for a while. */
  SLOW_NETWORK(2, Target.PROXIED);

  /** What a fault hits. */
  public enum Target {
    /** One consumer. */
    CONSUMER,
    /** One producer. */
    PRODUCER,
    /** One process behind a proxy. */
    PROXIED,
    /** All instances of a group. */
    GROUP,
    /** Redis, and so everybody. */
    REDIS
  }

  private final int weight;
  private final Target target;

  FaultKind(int weight, Target target) {
    this.weight = weight;
    this.target = target;
  }

  /** Returns how often it happens, compared with the others. */
  public int weight() {
    return weight;
  }

  /** Returns what it hits. */
  public Target target() {
    return target;
  }
}
