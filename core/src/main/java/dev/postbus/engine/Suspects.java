package dev.postbus.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of deliveries that a crash was seen with. Should the process die again it must be clear
 * which delivery it was, so there is one of them at a time, unless it has run long without harm.
 *
 * <p>For the thread of the claim loop.
 */
final class Suspects {

  private final EngineTime time;
  private final List<HandlerRun> runs = new ArrayList<>();

  Suspects(EngineTime time) {
    this.time = time;
  }

  void add(HandlerRun run) {
    runs.add(run);
  }

  /** Returns whether another may start: none runs, or each has run for that time without harm. */
  boolean anotherAllowed(Duration alone) {
    long now = time.nanoTime();
    runs.removeIf(run -> run.ended() || now - run.createdNanos >= alone.toNanos());
    return runs.isEmpty();
  }
}
