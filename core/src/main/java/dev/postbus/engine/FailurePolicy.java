package dev.postbus.engine;

import dev.postbus.Backoff;
import dev.postbus.PermanentFailureException;
import dev.postbus.RetryAfterException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Decides what a failed attempt leads to. Pure. */
final class FailurePolicy {

  /** Enough for the frames that matter, little enough for a thousand dead letters. */
  static final int MAX_REASON = 4_096;

  private static final String CUT = " ... (cut)";

  /** Characters of messages and number of frames that fit into a reason, for all causes. */
  private static final int MESSAGE_SHARE = 1_200;

  private static final int FRAMES = 24;

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

  /** Returns the stack trace; where it is too long, of each cause the message and the top. */
  static String describe(Throwable failure) {
    try {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      String trace = text.toString().stripTrailing();
      return trace.length() <= MAX_REASON ? trace : bounded(shortened(failure));
    } catch (RuntimeException | StackOverflowError unprintable) {
      return failure.getClass().getName()
          + " (its stack trace cannot be printed: "
          + unprintable.getClass().getName()
          + ")";
    }
  }

  /** The first cause stands at the end of a trace, and is what people look for: it has to stay. */
  private static String shortened(Throwable failure) {
    Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = failure; at != null && causes.add(at); at = at.getCause()) {
      chain.add(at);
    }
    int longestMessage = Math.max(1, MESSAGE_SHARE / chain.size());
    int mostFrames = Math.max(1, FRAMES / chain.size());
    StringBuilder text = new StringBuilder();
    for (Throwable at : chain) {
      String message = at.toString();
      text.append(text.isEmpty() ? "" : "\nCaused by: ")
          .append(Texts.beginning(message, longestMessage))
          .append(message.length() > longestMessage ? CUT : "");
      StackTraceElement[] frames = at.getStackTrace();
      for (int i = 0; i < Math.min(mostFrames, frames.length); i++) {
        text.append("\n\tat ").append(frames[i]);
      }
      if (frames.length > mostFrames) {
        text.append("\n\t... ").append(frames.length - mostFrames).append(" more");
      }
    }
    return text.toString();
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
    return reason.length() <= MAX_REASON ? reason : Texts.beginning(reason, MAX_REASON) + CUT;
  }
}
