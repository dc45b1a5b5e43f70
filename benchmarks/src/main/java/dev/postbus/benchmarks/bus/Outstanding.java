package dev.postbus.benchmarks.bus;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps at most so many emits without a receipt; closing waits for all of them. One thread adds.
 */
final class Outstanding implements AutoCloseable {

  private final int limit;
  private final Semaphore free;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Outstanding(int limit) {
    this.limit = limit;
    this.free = new Semaphore(limit);
  }

  /** Adds one; waits when there are too many. */
  void add(CompletionStage<?> emit) {
    free.acquireUninterruptibly();
    emit.whenComplete(
        (receipt, failed) -> {
          if (failed != null) {
            failure.set(failed);
          }
          free.release();
        });
  }

  /**
   * Waits for all receipts.
   *
   * @throws IllegalStateException when an emit failed: then nothing was measured
   */
  @Override
  public void close() {
    free.acquireUninterruptibly(limit);
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("an emit failed", failed);
    }
  }
}
