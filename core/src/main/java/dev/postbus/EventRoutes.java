package dev.postbus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events go to which queue when the emitter names no priority; the first match wins.
 * Immutable and thread-safe.
 */
public final class EventRoutes {

  private static final EventRoutes NONE = builder().build();

  private final List<Map.Entry<EventPattern, EventQueue>> routes;

  private EventRoutes(List<Map.Entry<EventPattern, EventQueue>> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Returns the routes that send everything to {@link EventQueue#DEFAULT}. */
  public static EventRoutes none() {
    return NONE;
  }

  /** Returns a new builder without routes. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the queue of the first route that matches, else {@link EventQueue#DEFAULT}. */
  public EventQueue queueFor(String event) {
    for (Map.Entry<EventPattern, EventQueue> route : routes) {
      if (route.getKey().matches(event)) {
        return route.getValue();
      }
    }
    return EventQueue.DEFAULT;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventRoutes that && routes.equals(that.routes);
  }

  @Override
  public int hashCode() {
    return routes.hashCode();
  }

  @Override
  public String toString() {
    return "EventRoutes" + routes;
  }

  /** Builds {@link EventRoutes}. Not thread-safe. */
  public static final class Builder {

    private final List<Map.Entry<EventPattern, EventQueue>> routes = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a route behind those added before.
     *
     * @throws IllegalArgumentException when the pattern is not valid
     */
    public Builder route(String pattern, EventQueue queue) {
      routes.add(Map.entry(EventPattern.of(pattern), Checks.notNull("queue", queue)));
      return this;
    }

    /** Returns the routes. */
    public EventRoutes build() {
      return new EventRoutes(routes);
    }
  }
}
