package dev.postbus.testkit.contract;

import dev.postbus.EventBusListener;
import dev.postbus.EventMetadata;
import dev.postbus.EventQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers what it was told. Thread-safe. */
public final class Transitions implements EventBusListener {

  /** What a listener is told of. */
  public enum Kind {
    /** An emit was accepted. */
    EMITTED,
    /** An emit was a duplicate. */
    DUPLICATE,
    /** A delivery was claimed for a handler. */
    CLAIMED,
    /** A handler is about to run. */
    STARTED,
    /** A handler ended well. */
    HANDLED,
    /** A handler is called again. */
    RETRIED,
    /** A delivery became a dead letter. */
    DEAD_LETTERED,
    /** A delivery was handed back. */
    HANDED_BACK,
    /** Deliveries of a dead instance came back. */
    RECOVERED,
    /** The lease was lost. */
    LEASE_LOST,
    /** Dead letters were dropped. */
    DROPPED,
    /** A queue was paused. */
    PAUSED,
    /** A queue was resumed. */
    RESUMED,
    /** The store went away. */
    STORE_AWAY,
    /** The store came back. */
    STORE_BACK,
    /** A call of the store failed. */
    STORE_FAILED
  }

  /**
   * One transition.
   *
   * @param kind what happened
   * @param eventId the event, or empty
   * @param handler the handler, or empty
   * @param number groups, attempt or count
   * @param delay the delay of a retry, else zero
   * @param text the reason, else empty
   */
  public record Transition(
      Kind kind, String eventId, String handler, int number, Duration delay, String text) {}

  private final List<Transition> all = new CopyOnWriteArrayList<>();

  /** Returns everything so far. */
  public List<Transition> all() {
    return List.copyOf(all);
  }

  /** Returns those of one kind so far. */
  public List<Transition> of(Kind kind) {
    return all.stream().filter(transition -> transition.kind() == kind).toList();
  }

  /** Returns the kinds told of one event so far, in order. */
  public List<Kind> kinds(String eventId) {
    return all.stream()
        .filter(transition -> transition.eventId().equals(eventId))
        .map(Transition::kind)
        .toList();
  }

  private void add(Kind kind, EventMetadata event, String handler, int number) {
    all.add(new Transition(kind, event.eventId(), handler, number, Duration.ZERO, ""));
  }

  private void add(Kind kind, int number, String text) {
    all.add(new Transition(kind, "", "", number, Duration.ZERO, text));
  }

  @Override
  public void onEmitted(EventMetadata event, int groups) {
    add(Kind.EMITTED, event, "", groups);
  }

  @Override
  public void onDuplicate(EventMetadata event) {
    add(Kind.DUPLICATE, event, "", 0);
  }

  @Override
  public void onClaimed(EventMetadata event, String handler, int attempt) {
    add(Kind.CLAIMED, event, handler, attempt);
  }

  @Override
  public void onStarted(EventMetadata event, String handler, int attempt) {
    add(Kind.STARTED, event, handler, attempt);
  }

  @Override
  public void onHandled(EventMetadata event, String handler, int attempt, Duration took) {
    add(Kind.HANDLED, event, handler, attempt);
  }

  @Override
  public void onRetried(
      EventMetadata event, String handler, int attempt, Duration delay, String reason) {
    all.add(new Transition(Kind.RETRIED, event.eventId(), handler, attempt, delay, reason));
  }

  @Override
  public void onDeadLettered(EventMetadata event, String handler, int attempts, String reason) {
    all.add(
        new Transition(
            Kind.DEAD_LETTERED, event.eventId(), handler, attempts, Duration.ZERO, reason));
  }

  @Override
  public void onHandedBack(EventMetadata event, String handler) {
    add(Kind.HANDED_BACK, event, handler, 0);
  }

  @Override
  public void onRecovered(String group, int deliveries) {
    add(Kind.RECOVERED, deliveries, group);
  }

  @Override
  public void onLeaseLost(String group) {
    add(Kind.LEASE_LOST, 0, group);
  }

  @Override
  public void onDropped(String group, int deadLetters) {
    add(Kind.DROPPED, deadLetters, group);
  }

  @Override
  public void onPaused(String group, EventQueue queue, boolean paused) {
    add(paused ? Kind.PAUSED : Kind.RESUMED, queue.ordinal(), group);
  }

  @Override
  public void onStoreAvailable(boolean available) {
    add(available ? Kind.STORE_BACK : Kind.STORE_AWAY, 0, "");
  }

  @Override
  public void onStoreFailed(String problem) {
    add(Kind.STORE_FAILED, 0, problem);
  }
}
