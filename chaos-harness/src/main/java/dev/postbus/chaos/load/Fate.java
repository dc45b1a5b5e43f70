package dev.postbus.chaos.load;

/** What a job's victim, one of its handlers, makes of it; the other handlers handle it. */
public enum Fate {
  /** Handles it. */
  FINE,
  /** Fails the first attempt. */
  FAILS_ONCE,
  /** Fails the first attempt and says when it wants the next. */
  WANTS_LATER,
  /** Fails every attempt. */
  FAILS_ALWAYS,
  /** Says at once that no attempt will do. */
  PERMANENT,
  /** Fails every attempt until the run is healed; then a redrive succeeds. */
  HEALS;

  /** Returns whether the victim may end in the dead letters without any fault. */
  public boolean mayDie() {
    return this == FAILS_ALWAYS || this == PERMANENT || this == HEALS;
  }
}
