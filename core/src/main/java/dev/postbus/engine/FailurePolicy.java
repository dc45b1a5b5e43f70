package dev.postbus.engine;

import dev.postbus.Backoff;
import dev.postbus.PermanentFailureException;
import dev.postbus.RetryAfterException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.random.RandomGenerator;

/** Decides what a failed attempt leads to. Pure. */
final class FailurePolicy {

  /** Enough for the frames that matter, little enough for a thousand dead letters. */
  static final int MAX_REASON = 4_096;

  private FailurePolicy() {}

  static Outcome decide(
      Throwable failure, int attempt, int maxAttempts, Backoff backoff, RandomGenerator random) {
    if (failure instanceof PermanentFailureException || attempt >= maxAttempts) {
      return new Outcome.DeadLettered(describe(failure));
    }
    if (failure instanceof RetryAfterException asked) {
      return new Outcome.RetryAfter(asked.delay(), describe(failure));
    }
    return new Outcome.RetryAfter(backoff.delayAfter(attempt, random), describe(failure));
  }

  /** Returns the stack trace, bounded. */
  static String describe(Throwable failure) {
    try {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      return bounded(text.toString().stripTrailing());
    } catch (RuntimeException | StackOverflowError unprintable) {
      return failure.getClass().getName()
          + " (its stack trace cannot be printed: "
          + unprintable.getClass().getName()
          + ")";
    }
  }

  /** Returns class and message in short, also of a failure that cannot say them. */
  static String name(Throwable failure) {
    try {
      return bounded(failure.toString());
    } catch (RuntimeException | StackOverflowError unprintable) {
      return failure.getClass().getName();
    }
  }

  static String bounded(String reason) {
    return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + " ... (cut)";
  }
}
