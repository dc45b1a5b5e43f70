package dev.postbus;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What may be said about one subscription. Immutable and thread-safe. */
public final class SubscribeOptions {

  private static final SubscribeOptions NONE = builder().build();

  private final @Nullable String id;
  private final int attempts;
  private final @Nullable Backoff backoff;
  private final @Nullable Duration timeout;

  private SubscribeOptions(Builder builder) {
    this.id = builder.id;
    this.attempts = builder.attempts;
    this.backoff = builder.backoff;
    this.timeout = builder.timeout;
  }

  /** Returns the options that leave everything at its default. */
  public static SubscribeOptions none() {
    return NONE;
  }

  /** Returns a new builder with everything at its default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the stable handler id; empty means {@code pattern(PayloadSimpleName)}. */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /** Returns the attempts, counting the first; empty means the queue's default. */
  public OptionalInt attempts() {
    return attempts == 0 ? OptionalInt.empty() : OptionalInt.of(attempts);
  }

  /** Returns the backoff; empty means the bus's. */
  public Optional<Backoff> backoff() {
    return Optional.ofNullable(backoff);
  }

  /** Returns how long one attempt may run; empty means without limit. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  @Override
  public String toString() {
    return "SubscribeOptions[id=%s, attempts=%s, backoff=%s, timeout=%s]"
        .formatted(id, attempts == 0 ? "default" : attempts, backoff, timeout);
  }

  /**
   * Builds {@link SubscribeOptions}; every method throws {@link IllegalArgumentException} for a bad
   * value. Not thread-safe.
   */
  public static final class Builder {

    private @Nullable String id;
    private int attempts;
    private @Nullable Backoff backoff;
    private @Nullable Duration timeout;

    private Builder() {}

    /** Sets the id under which the group knows this handler, also after a restart. */
    public Builder id(String id) {
      this.id = Checks.id("handler id", id);
      return this;
    }

    /** Sets the attempts, counting the first; at least 1. */
    public Builder attempts(int attempts) {
      this.attempts = Checks.atLeast("attempts", 1, attempts);
      return this;
    }

    /** Sets the backoff between attempts. */
    public Builder backoff(Backoff backoff) {
      this.backoff = Checks.notNull("backoff", backoff);
      return this;
    }

    /** Sets how long one attempt may run before it fails and its thread is interrupted. */
    public Builder timeout(Duration timeout) {
      this.timeout = Checks.positive("timeout", timeout);
      return this;
    }

    /** Sets the timeout from a text such as {@code "250ms"}, {@code "30s"} or {@code "5m"}. */
    public Builder timeout(String timeout) {
      return timeout(Durations.parse("timeout", Checks.notNull("timeout", timeout)));
    }

    /** Returns the options. */
    public SubscribeOptions build() {
      return new SubscribeOptions(this);
    }
  }
}
