package dev.postbus.chaos.worker;

import dev.postbus.EventContext;
import dev.postbus.PermanentFailureException;
import dev.postbus.RetryAfterException;
import dev.postbus.chaos.history.Entry;
import dev.postbus.chaos.history.Journal;
import dev.postbus.chaos.load.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Does what a job says and writes down when it began and when it ended. Thread-safe. */
final class Handlers {

  private final Journal journal;
  private final Path healed;
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Creates the handlers of a process.
   *
   * @param healed jobs that heal do so once this file exists
   */
  Handlers(Journal journal, Path healed) {
    this.journal = journal;
    this.healed = healed;
  }

  void handle(String handler, Job job, EventContext context) throws InterruptedException {
    long number = numbers.incrementAndGet();
    journal.add(
        new Entry.Start(
            System.currentTimeMillis(),
            number,
            job.key(),
            context.metadata().eventId(),
            handler,
            context.attempt(),
            context.redelivered()));
    boolean fine = false;
    try {
      if (job.millis() > 0) {
        TimeUnit.MILLISECONDS.sleep(job.millis());
      }
      if (handler.equals(job.victim())) {
        fail(job, context.attempt());
      }
      fine = true;
    } finally {
      journal.add(new Entry.End(System.currentTimeMillis(), number, fine));
    }
  }

  private void fail(Job job, int attempt) {
    switch (job.fate()) {
      case FINE -> {}
      case FAILS_ONCE -> {
        if (attempt == 1) {
          throw new IllegalStateException("fails once");
        }
      }
      case WANTS_LATER -> {
        if (attempt == 1) {
          throw new RetryAfterException(Job.LATER);
        }
      }
      case FAILS_ALWAYS -> throw new IllegalStateException("fails always");
      case PERMANENT -> throw new PermanentFailureException("no attempt will do");
      case HEALS -> {
        if (!Files.exists(healed)) {
          throw new IllegalStateException("not yet healed");
        }
      }
    }
  }
}
