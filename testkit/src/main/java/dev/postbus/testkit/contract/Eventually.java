package dev.postbus.testkit.contract;

import dev.postbus.EventBusException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** Waiting without sleeping, with one patience for all contract tests. */
public final class Eventually {

  /** Far beyond what any adapter needs, so that only a fault reaches it. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(5);

  private Eventually() {}

  /** Returns when the assertion holds. */
  public static void eventually(ThrowingRunnable assertion) {
    within(PATIENCE, assertion);
  }

  /** Returns when the assertion holds, which must be soon enough. */
  public static void within(Duration patience, ThrowingRunnable assertion) {
    // What is asked of a store that is only just back, or of a busy one, is asked again.
    await()
        .ignoreExceptionsInstanceOf(EventBusException.class)
        .atMost(patience)
        .untilAsserted(assertion);
  }

  /** Returns when the assertion has held for the whole time. */
  public static void throughout(Duration time, ThrowingRunnable assertion) {
    await()
        .during(time)
        .atMost(time.plus(PATIENCE))
        .failFast(() -> check(assertion))
        .untilAsserted(assertion);
  }

  private static void check(ThrowingRunnable assertion) throws AssertionError {
    try {
      assertion.run();
    } catch (AssertionError | RuntimeException failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(POLL);
  }
}
