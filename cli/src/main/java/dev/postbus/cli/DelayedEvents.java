package dev.postbus.cli;

import dev.postbus.DelayedEvent;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventFilter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits for its time, as commands look for it and programs read it. */
final class DelayedEvents {

  private DelayedEvents() {}

  static Map<String, @Nullable Object> json(DelayedEvent event) {
    Map<String, @Nullable Object> json = Json.event(event.metadata(), event.payloadJson());
    json.put("deliveryId", event.deliveryId());
    json.put("dueAt", event.dueAt());
    json.put("firstDelivery", event.firstDelivery());
    json.put("handler", event.handler().orElse(null));
    json.put("attempts", event.attempts());
    return json;
  }

  /** Returns the deliveries of an event; they are searched for, however many wait. */
  static List<DelayedEvent> of(EventBusAdmin admin, String group, String eventId) {
    EventFilter filter = EventFilter.builder().eventId(eventId).build();
    return Search.first(
            Integer.MAX_VALUE, (cursor, step) -> admin.findDelayed(group, filter, cursor, step))
        .items();
  }

  /** Says that there is none. */
  static String none(String group, String eventId) {
    return "group \"%s\" has nothing delayed of event \"%s\"".formatted(group, eventId);
  }

  /** Returns for whom it is, for people. */
  static String handler(DelayedEvent event) {
    return event.handler().orElse("(all, first delivery)");
  }
}
