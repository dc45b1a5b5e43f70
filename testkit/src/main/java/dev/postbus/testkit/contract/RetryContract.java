package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static dev.postbus.testkit.contract.Transitions.Kind.RETRIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.Backoff;
import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventHandler;
import dev.postbus.EventQueue;
import dev.postbus.PermanentFailureException;
import dev.postbus.QueueCounts;
import dev.postbus.QueueSettings;
import dev.postbus.RetryAfterException;
import dev.postbus.SubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when a handler fails. */
public interface RetryContract extends Contract {

  private static SubscribeOptions options(int attempts, Backoff backoff) {
    return SubscribeOptions.builder().id("handler").attempts(attempts).backoff(backoff).build();
  }

  private static QueueCounts counts(EventBus bus) {
    return bus.admin().counts(Buses.GROUP, EventQueue.DEFAULT);
  }

  private static List<Duration> delays(Transitions transitions) {
    return transitions.of(RETRIED).stream().map(Transitions.Transition::delay).toList();
  }

  /** Returns the times between the calls. */
  private static List<Duration> gaps(Inbox<?> inbox) {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < inbox.calls().size(); i++) {
      gaps.add(
          Duration.ofNanos(inbox.calls().get(i).nanoTime() - inbox.calls().get(i - 1).nanoTime()));
    }
    return gaps;
  }

  @Test
  @Behaviour(26)
  default void waitsTheFixedBackoffBetweenAttempts(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions));
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(4);
    bus.subscribe(Ping.EVENT, Ping.class, options(4, Backoff.fixed(Duration.ofMillis(60))), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(inbox.attempts()).containsExactly(1, 2, 3, 4));
    assertThat(delays(transitions)).hasSize(3).containsOnly(Duration.ofMillis(60));
    assertThat(gaps(inbox))
        .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(Duration.ofMillis(60)));
  }

  @Test
  @Behaviour(26)
  default void doublesTheExponentialBackoffWithJitterInsideItsBounds(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions));
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(4);
    bus.subscribe(
        Ping.EVENT, Ping.class, options(4, Backoff.exponential(Duration.ofMillis(50))), inbox);

    bus.emitAll(Ping.upTo(10));

    eventually(() -> assertThat(inbox.calls()).hasSize(40));
    for (int attempt = 1; attempt <= 3; attempt++) {
      int failed = attempt;
      Duration exact = Duration.ofMillis(50L << (attempt - 1));
      List<Duration> delays =
          transitions.of(RETRIED).stream()
              .filter(retry -> retry.number() == failed)
              .map(Transitions.Transition::delay)
              .toList();
      assertThat(delays)
          .hasSize(10)
          .allSatisfy(
              delay ->
                  assertThat(delay)
                      .isBetween(
                          exact.multipliedBy(8).dividedBy(10),
                          exact.multipliedBy(12).dividedBy(10)));
      assertThat(delays.stream().distinct().count()).as("jitter spreads").isGreaterThan(1);
    }
  }

  @Test
  @Behaviour(26)
  default void triesAgainAtOnceWithoutBackoff(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions));
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(5);
    bus.subscribe(Ping.EVENT, Ping.class, options(5, Backoff.none()), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(inbox.attempts()).containsExactly(1, 2, 3, 4, 5));
    assertThat(delays(transitions)).containsOnly(Duration.ZERO);
  }

  @Test
  @Behaviour(27)
  default void stopsAtOnceAtAPermanentFailure(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              throw new PermanentFailureException("no such customer");
            });
    bus.subscribe(Ping.EVENT, Ping.class, options(5, Backoff.none()), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10)).hasSize(1));
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10).get(0))
        .satisfies(
            letter -> {
              assertThat(letter.attempts()).isEqualTo(1);
              assertThat(letter.reason()).contains("no such customer");
            });
    assertThat(inbox.attempts()).containsExactly(1);
  }

  @Test
  @Behaviour(27)
  default void takesTheDelayTheHandlerAsksFor(Buses buses) {
    Transitions transitions = new Transitions();
    EventBus bus = buses.started(buses.config().listener(transitions));
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              if (context.attempt() == 1) {
                throw new RetryAfterException(Duration.ofMillis(150));
              }
            });
    bus.subscribe(Ping.EVENT, Ping.class, options(2, Backoff.fixed(Duration.ofSeconds(60))), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(inbox.attempts()).containsExactly(1, 2));
    assertThat(delays(transitions)).containsExactly(Duration.ofMillis(150));
    assertThat(gaps(inbox).get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
  }

  @Test
  @Behaviour(28)
  default void makesOneDeadLetterWhenAttemptsAreExhausted(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failing();
    bus.subscribe(Ping.EVENT, Ping.class, options(3, Backoff.none()), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).dead()).isOne());
    assertThat(inbox.attempts()).containsExactly(1, 2, 3);
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10))
        .singleElement()
        .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(3));
    assertThat(counts(bus).handled()).isZero();
  }

  @Test
  @Behaviour(28)
  default void makesNoDeadLetterWhenTheLastAttemptSucceeds(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failingUntilAttempt(3);
    bus.subscribe(Ping.EVENT, Ping.class, options(3, Backoff.none()), inbox);

    bus.emit(new Ping(1));

    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(inbox.attempts()).containsExactly(1, 2, 3);
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10)).isEmpty();
    assertThat(counts(bus).dead()).isZero();
  }

  @Test
  @Behaviour(28)
  default void makesADeadLetterOfTheOnlyAttempt(Buses buses) {
    EventBus bus = buses.started();
    Inbox<Ping> inbox = Inbox.failing();
    bus.subscribe(Ping.EVENT, Ping.class, options(3, Backoff.none()), inbox);

    bus.emit(new Ping(1), EmitOptions.builder().attempts(1).build());

    eventually(() -> assertThat(counts(bus).dead()).isOne());
    assertThat(inbox.attempts()).containsExactly(1);
  }

  @Test
  @Behaviour(29)
  default void survivesWhateverAHandlerThrows(Buses buses) {
    List<Throwable> thrown =
        List.of(
            new AssertionError("assertion"),
            new StackOverflowError("stack"),
            new NoClassDefFoundError("class"),
            new OutOfMemoryError("memory"),
            new IOException("checked"),
            new InterruptedException("interrupted"),
            new MessageFails());
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 2)));
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              if (context.attempt() == 1) {
                sneakyThrow(thrown.get(ping.number() - 1));
              }
            });
    bus.subscribe(Ping.class, inbox);

    bus.emitAll(Ping.upTo(thrown.size()));

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(thrown.size()));
    assertThat(inbox.calls()).hasSize(2 * thrown.size());
  }

  /** An exception that fails even when it is looked at. */
  final class MessageFails extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @SuppressWarnings("unchecked") // erased: the compiler takes the cast for an unchecked exception
  private static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  @Behaviour(29)
  default void survivesARecursionWithoutEnd(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 1)));
    Inbox<Ping> inbox =
        Inbox.of(
            (ping, context) -> {
              if (ping.number() == 1) {
                recurse(0);
              }
            });
    bus.subscribe(Ping.class, inbox);

    bus.emitAll(Ping.upTo(2));

    eventually(() -> assertThat(counts(bus).handled()).isOne());
    assertThat(bus.admin().deadLetters(Buses.GROUP, 0, 10))
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.reason()).contains("StackOverflowError").hasSizeLessThan(32_000));
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }

  @Test
  @Behaviour(29)
  default void keepsTheInterruptOfOneHandlerFromTheNext(Buses buses) {
    EventBus bus = buses.started(buses.config().queue(EventQueue.DEFAULT, QueueSettings.of(1, 1)));
    List<Boolean> interrupted = new ArrayList<>();
    EventHandler<Ping> interrupting =
        (ping, context) -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          Thread.currentThread().interrupt();
        };
    Inbox<Ping> inbox = Inbox.of(interrupting);
    bus.subscribe(Ping.class, inbox);

    bus.emitAll(Ping.upTo(20));

    eventually(() -> assertThat(counts(bus).handled()).isEqualTo(20));
    assertThat(interrupted).hasSize(20).containsOnly(false);
  }
}
