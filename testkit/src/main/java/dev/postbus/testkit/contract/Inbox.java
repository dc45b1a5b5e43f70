package dev.postbus.testkit.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventContext;
import dev.postbus.EventHandler;
import dev.postbus.EventMetadata;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A handler that remembers how it was called, and then does what the test wants. Thread-safe.
 *
 * @param <T> the payload type
 */
public final class Inbox<T> implements EventHandler<T> {

  /**
   * One call.
   *
   * @param payload the payload
   * @param metadata the facts of the event
   * @param attempt the number of the attempt
   * @param maxAttempts how many there are
   * @param redelivered whether a crash may have let it run before
   * @param nanoTime when, by {@link System#nanoTime()}
   * @param <T> the payload type
   */
  public record Call<T>(
      T payload,
      EventMetadata metadata,
      int attempt,
      int maxAttempts,
      boolean redelivered,
      long nanoTime) {}

  private final EventHandler<? super T> behaviour;
  private final List<Call<T>> calls = new CopyOnWriteArrayList<>();

  private Inbox(EventHandler<? super T> behaviour) {
    this.behaviour = behaviour;
  }

  /** Makes an inbox that takes everything. */
  public static <T> Inbox<T> accepting() {
    return new Inbox<>((payload, context) -> {});
  }

  /** Makes an inbox that fails the first attempts at each event. */
  public static <T> Inbox<T> failingUntilAttempt(int attempt) {
    return new Inbox<>(
        (payload, context) -> {
          if (context.attempt() < attempt) {
            throw new IllegalStateException("attempt " + context.attempt() + " fails");
          }
        });
  }

  /** Makes an inbox that always fails. */
  public static <T> Inbox<T> failing() {
    return failingUntilAttempt(Integer.MAX_VALUE);
  }

  /** Makes an inbox that waits at a gate. */
  public static <T> Inbox<T> waitingAt(Gate gate) {
    return new Inbox<>((payload, context) -> gate.pass());
  }

  /** Makes an inbox that does something after it has taken note of the call. */
  public static <T> Inbox<T> of(EventHandler<? super T> behaviour) {
    return new Inbox<>(behaviour);
  }

  @Override
  public void handle(T payload, EventContext context) throws Exception {
    calls.add(
        new Call<>(
            payload,
            context.metadata(),
            context.attempt(),
            context.maxAttempts(),
            context.redelivered(),
            System.nanoTime()));
    behaviour.handle(payload, context);
  }

  /** Returns the calls so far, in the order they began. */
  public List<Call<T>> calls() {
    return List.copyOf(calls);
  }

  /** Returns the payloads so far, in the order their calls began. */
  public List<T> payloads() {
    return calls().stream().map(Call::payload).toList();
  }

  /** Returns the attempts so far, in the order their calls began. */
  public List<Integer> attempts() {
    return calls().stream().map(Call::attempt).toList();
  }

  /** Returns the ids of the events so far, in the order their calls began. */
  public List<String> eventIds() {
    return calls().stream().map(call -> call.metadata().eventId()).toList();
  }

  /** Waits until there were this many calls, and returns the one with that number. */
  public Call<T> awaitCall(int number) {
    eventually(() -> assertThat(calls).hasSizeGreaterThanOrEqualTo(number));
    return calls.get(number - 1);
  }
}
