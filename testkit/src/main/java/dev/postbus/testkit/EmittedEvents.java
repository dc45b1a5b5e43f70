package dev.postbus.testkit;

import dev.postbus.BaseEvent;
import dev.postbus.EventPattern;
import dev.postbus.EventType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was emitted, in order, and assertions on it whose messages list it. Payloads are compared as
 * JSON, as a consumer would see them. Immutable.
 */
public final class EmittedEvents implements Iterable<EmittedEvent> {

  private final List<EmittedEvent> events;
  private final String description;

  EmittedEvents(List<EmittedEvent> events, String description) {
    this.events = List.copyOf(events);
    this.description = description;
  }

  /** Returns those whose name matches the pattern, for example {@code "order.*"}. */
  public EmittedEvents named(String pattern) {
    EventPattern matcher = EventPattern.of(pattern);
    return new EmittedEvents(
        events.stream().filter(event -> matcher.matches(event.event())).toList(),
        "events named " + pattern);
  }

  /** Returns those of the class's {@link EventType}. */
  public EmittedEvents of(Class<? extends BaseEvent> type) {
    return named(nameOf(type));
  }

  static String nameOf(Class<?> type) {
    EventType declared = type.getAnnotation(EventType.class);
    if (declared == null) {
      throw new IllegalArgumentException(
          "%s has no @EventType; ask for its events by name".formatted(type.getName()));
    }
    return declared.value();
  }

  /** Returns the events; unmodifiable. */
  public List<EmittedEvent> list() {
    return events;
  }

  /** Returns the payloads as a consumer reads them. */
  public <T> List<T> payloads(Class<T> type) {
    return events.stream().map(event -> event.payload(type)).toList();
  }

  /**
   * Returns the one event there is.
   *
   * @throws AssertionError when there are none or several
   */
  public EmittedEvent single() {
    hasCount(1);
    return events.get(0);
  }

  /** Fails unless there are this many. */
  public EmittedEvents hasCount(int expected) {
    if (events.size() != expected) {
      throw failure(
          "expected %d %s but there were %d".formatted(expected, description, events.size()));
    }
    return this;
  }

  /** Fails unless there is none. */
  public EmittedEvents isEmpty() {
    return hasCount(0);
  }

  /** Fails unless there is an event of the payload's {@link EventType} with an equal payload. */
  public EmittedEvents contains(BaseEvent payload) {
    return contains(nameOf(payload.getClass()), payload);
  }

  /** Fails unless there is an event of this name with an equal payload. */
  public EmittedEvents contains(String event, Object payload) {
    if (events.stream().noneMatch(emitted -> matches(emitted, event, payload))) {
      throw failure("expected %s %s".formatted(event, EmittedEvent.tree(payload)));
    }
    return this;
  }

  /** Fails when there is an event of the payload's {@link EventType} with an equal payload. */
  public EmittedEvents doesNotContain(BaseEvent payload) {
    String event = nameOf(payload.getClass());
    if (events.stream().anyMatch(emitted -> matches(emitted, event, payload))) {
      throw failure("expected no %s %s".formatted(event, EmittedEvent.tree(payload)));
    }
    return this;
  }

  /** Fails unless the events are exactly these, in this order. */
  public EmittedEvents containsExactly(BaseEvent... payloads) {
    List<String> expected = new ArrayList<>();
    boolean same = payloads.length == events.size();
    for (int i = 0; i < payloads.length; i++) {
      String event = nameOf(payloads[i].getClass());
      expected.add(event + " " + EmittedEvent.tree(payloads[i]));
      same = same && matches(events.get(i), event, payloads[i]);
    }
    if (!same) {
      throw failure("expected exactly, in this order:" + lines(expected.stream()));
    }
    return this;
  }

  private static boolean matches(EmittedEvent emitted, String event, Object payload) {
    return emitted.event().equals(event) && emitted.hasPayload(payload);
  }

  private AssertionError failure(String problem) {
    return new AssertionError(
        events.isEmpty()
            ? "%s; of the %s there were none".formatted(problem, description)
            : "%s; the %s were:%s"
                .formatted(
                    problem, description, lines(events.stream().map(EmittedEvent::toString))));
  }

  private static String lines(Stream<String> items) {
    return items.map(item -> "\n  " + item).collect(Collectors.joining());
  }

  @Override
  public Iterator<EmittedEvent> iterator() {
    return events.iterator();
  }

  @Override
  public String toString() {
    return description + lines(events.stream().map(EmittedEvent::toString));
  }
}
