package dev.postbus.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Keeps tasks until a test runs them on its own thread. */
final class ManualExecutor implements Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  synchronized int size() {
    return tasks.size();
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }

  /** Runs one task; there must be one. */
  void runNext() {
    next().run();
  }

  /** Runs tasks, also those that come of it, until none is left. */
  void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }
}
