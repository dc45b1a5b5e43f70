package dev.postbus.local;

import dev.postbus.engine.DeliveryState;
import dev.postbus.engine.Elements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the handlers of one group. The same object goes from queue to in-flight
 * record and back; an id is given when it is claimed or scheduled, and a new one whenever it
 * becomes another delivery, so that late settlements of the old one hit nothing. Guarded by the
 * store's lock.
 */
final class LocalDelivery {

  static final Comparator<LocalDelivery> BY_DUE_TIME =
      Comparator.comparingLong(LocalDelivery::due).thenComparingLong(LocalDelivery::sequence);

  private final LocalQueue queue;
  private final String eventId;
  private final byte[] element;

  /** How many handlers it is for; 0 when the element names none. */
  private int handlers;

  private String state;
  private String id = "";
  private long sequence;
  private long due;
  private boolean cancellable;

  /** The shares not yet settled, once the first of several has been; null before. */
  private @Nullable List<Integer> open;

  private List<Integer> settled = List.of();
  private List<Integer> started = List.of();

  LocalDelivery(LocalQueue queue, String eventId, byte[] element, int handlers, String state) {
    this.queue = queue;
    this.eventId = eventId;
    this.element = element;
    this.handlers = handlers;
    this.state = state;
  }

  LocalQueue queue() {
    return queue;
  }

  /** Returns a new delivery to one of the handlers, with a fresh budget; a foreign one stays so. */
  LocalDelivery again(int handler) {
    return isForeign()
        ? new LocalDelivery(queue, eventId, element, 0, "")
        : new LocalDelivery(queue, eventId, element, 1, handler + ":0");
  }

  String eventId() {
    return eventId;
  }

  byte[] element() {
    return element;
  }

  String state() {
    return state;
  }

  String id() {
    return id;
  }

  long sequence() {
    return sequence;
  }

  long due() {
    return due;
  }

  boolean isCancellable() {
    return cancellable;
  }

  /** Whether it once waited for its time. */
  boolean wasDelayed() {
    return due != 0;
  }

  /** Whether the element names no handlers, so that it did not come from a publisher. */
  boolean isForeign() {
    return handlers == 0;
  }

  boolean isSuspect() {
    return state.indexOf('~') >= 0;
  }

  boolean hasId() {
    return !id.isEmpty();
  }

  /** Returns for how many handler deliveries it counts now. */
  int weight() {
    return open == null ? Math.max(1, handlers) : open.size();
  }

  void identify(char initial, long number) {
    sequence = number;
    id = handlers == 1 ? initial + Long.toString(number) : initial + "" + number + "." + handlers;
  }

  /** It is as it was before anybody claimed it. */
  void forgetId() {
    id = "";
  }

  void schedule(long dueMillis, boolean firstDelivery) {
    due = dueMillis;
    cancellable = firstDelivery;
  }

  void becomeDue() {
    cancellable = false;
  }

  /** Settles a handler's share; false when that is not open. The last one leaves weight 0. */
  boolean settle(int handler) {
    if (handlers > 1 && open == null) {
      open = new ArrayList<>(parsed().attempts().keySet());
      settled = new ArrayList<>();
    }
    if (open == null) {
      open = List.of();
      return true;
    }
    if (!open.contains(handler)) {
      return false;
    }
    open.remove((Integer) handler);
    settled.add(handler);
    return true;
  }

  void recordStart(int handler) {
    if (!started.contains(handler)) {
      started = new ArrayList<>(started);
      started.add(handler);
    }
  }

  int attemptsUsed(int handler) {
    return parsed().attempts().getOrDefault(handler, 0);
  }

  private DeliveryState parsed() {
    return DeliveryState.parse(state, Elements.handlers(element));
  }

  /** Returns the state with what was settled since it was claimed. */
  String presentState() {
    StringBuilder present = new StringBuilder(state);
    settled.forEach(handler -> present.append('-').append(handler));
    return present.toString();
  }

  /** It goes on for the open shares only, as if nothing had been started. */
  void narrow() {
    state = presentState();
    if (open != null) {
      handlers = open.size();
    }
    open = null;
    settled = List.of();
    started = List.of();
  }

  /** Its consumer died: it is a suspect for the open shares, and recorded starts are charged. */
  void crash(boolean charged) {
    List<Integer> charge = charged ? started : List.of();
    narrow();
    if (!charge.isEmpty() || !isSuspect()) {
      state += charge.stream().map(String::valueOf).collect(Collectors.joining(",", "~", ""));
    }
  }

  /** From now on it is for these handlers. */
  void assign(List<Integer> numbers) {
    String suspicion = isSuspect() ? "~" : "";
    handlers = numbers.size();
    state =
        numbers.stream()
            .map(number -> number + ":0")
            .collect(Collectors.joining(",", "", suspicion));
  }
}
