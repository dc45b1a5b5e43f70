package dev.postbus;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt. Immutable and thread-safe.
 *
 * <p>Exponential: {@code base * 2^(attempt-1)}, spread evenly over plus and minus 20 % so that what
 * failed together does not come back together, and never more than the cap: there it is spread over
 * the 20 % below. Fixed and none have no jitter.
 */
public final class Backoff {

  /** The cap of an exponential backoff that names no other. */
  public static final Duration DEFAULT_CAP = Duration.ofMinutes(10);

  /** The share by which jitter may lengthen or shorten an exponential delay. */
  static final double JITTER = 0.2;

  private enum Kind {
    EXPONENTIAL,
    FIXED,
    NONE
  }

  private final Kind kind;
  private final Duration base;
  private final Duration cap;

  private Backoff(Kind kind, Duration base, Duration cap) {
    this.kind = kind;
    this.base = base;
    this.cap = cap;
  }

  /**
   * Doubles from the base with each attempt, capped at {@link #DEFAULT_CAP} (or the base, if
   * longer).
   */
  public static Backoff exponential(Duration base) {
    Checks.positive("backoff base", base);
    return exponential(base, base.compareTo(DEFAULT_CAP) > 0 ? base : DEFAULT_CAP);
  }

  /** Doubles from the base with each attempt up to the cap. */
  public static Backoff exponential(Duration base, Duration cap) {
    Checks.positive("backoff base", base);
    if (Checks.positive("backoff cap", cap).compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "backoff cap is %s; it must not be below the base %s".formatted(cap, base));
    }
    return new Backoff(Kind.EXPONENTIAL, base, cap);
  }

  /** Waits the same time before every attempt. */
  public static Backoff fixed(Duration delay) {
    return new Backoff(Kind.FIXED, Checks.positive("backoff delay", delay), delay);
  }

  /** Tries again at once. */
  public static Backoff none() {
    return new Backoff(Kind.NONE, Duration.ZERO, Duration.ZERO);
  }

  /**
   * Reads {@code "exponential:1s"}, {@code "fixed:5s"} or {@code "none"}.
   *
   * @throws IllegalArgumentException when the text is none of these
   */
  public static Backoff parse(String text) {
    String[] parts = text == null ? new String[0] : text.strip().split(":", 2);
    if (parts.length == 2 && parts[0].equals("exponential")) {
      return exponential(Durations.parse("backoff base", parts[1]));
    }
    if (parts.length == 2 && parts[0].equals("fixed")) {
      return fixed(Durations.parse("backoff delay", parts[1]));
    }
    if (parts.length == 1 && parts[0].equals("none")) {
      return none();
    }
    throw new IllegalArgumentException(
        "backoff is \"%s\"; write \"exponential:1s\", \"fixed:5s\" or \"none\"".formatted(text));
  }

  /**
   * Returns the delay before the attempt that follows the given failed one.
   *
   * @param attempt the number of the attempt that failed, counting from 1
   */
  public Duration delayAfter(int attempt, RandomGenerator random) {
    Checks.atLeast("attempt", 1, attempt);
    return switch (kind) {
      case NONE -> Duration.ZERO;
      case FIXED -> base;
      case EXPONENTIAL -> {
        double millis = Math.min(base.toMillis() * Math.pow(2, attempt - 1.0), cap.toMillis());
        double least = millis * (1 - JITTER);
        double most = Math.min(millis * (1 + JITTER), cap.toMillis());
        yield Duration.ofMillis(Math.round(least + (most - least) * random.nextDouble()));
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Backoff that
        && kind == that.kind
        && base.equals(that.base)
        && cap.equals(that.cap);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, base, cap);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case FIXED -> "fixed:" + base;
      case EXPONENTIAL -> "exponential:" + base + " up to " + cap;
    };
  }
}
