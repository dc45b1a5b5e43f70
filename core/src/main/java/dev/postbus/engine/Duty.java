package dev.postbus.engine;

import java.time.Duration;

/** One recurring background duty: a single pass, without a thread of its own. */
interface Duty {

  /** Returns the name for logs. */
  String name();

  /** Makes one pass and returns how much it did. */
  int runOnce();

  /** Returns how long to wait before the next pass. */
  Duration pause();
}
