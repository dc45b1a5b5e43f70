package dev.postbus.dashboard;

import dev.postbus.DeadLetter;
import dev.postbus.DelayedEvent;
import dev.postbus.EventMetadata;
import dev.postbus.HandledEvent;
import dev.postbus.InFlightEvent;
import dev.postbus.ReadyEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of events what the page gets: redacted, in lists a short piece of it. Thread-safe. */
final class EventItems {

  private static final int IN_LISTS = 500;
  private static final int IN_DETAIL = 1 << 20;

  private final Redaction redaction;

  EventItems(Redaction redaction) {
    this.redaction = redaction;
  }

  Map<String, @Nullable Object> ready(ReadyEvent event, boolean whole) {
    Map<String, @Nullable Object> item = item(event.metadata(), event.payloadJson(), whole);
    item.put("handlers", event.handlers());
    item.put("attempts", event.attempts());
    return item;
  }

  Map<String, @Nullable Object> inFlight(InFlightEvent event, boolean whole) {
    Map<String, @Nullable Object> item = item(event.metadata(), event.payloadJson(), whole);
    item.put("handlers", event.handlers());
    item.put("instance", event.instance());
    return item;
  }

  Map<String, @Nullable Object> delayed(DelayedEvent event, boolean whole) {
    Map<String, @Nullable Object> item = item(event.metadata(), event.payloadJson(), whole);
    item.put("deliveryId", event.deliveryId());
    item.put("dueAt", event.dueAt());
    item.put("firstDelivery", event.firstDelivery());
    item.put("handler", event.handler().orElse(null));
    item.put("attempts", event.attempts());
    return item;
  }

  Map<String, @Nullable Object> dead(DeadLetter letter, boolean whole) {
    Map<String, @Nullable Object> item = item(letter.metadata(), letter.payloadJson(), whole);
    item.put("key", letter.key());
    item.put("handler", letter.handler());
    item.put("attempts", letter.attempts());
    item.put("failedAt", letter.failedAt());
    String reason = redaction.reason(letter.metadata(), letter.reason());
    item.put("reason", whole ? reason : cut(firstLine(reason), IN_LISTS));
    return item;
  }

  /** What arrives cut is not redacted but hidden: half of a secret would not be recognised. */
  Map<String, @Nullable Object> handled(HandledEvent event) {
    Map<String, @Nullable Object> item = item(event.metadata(), event.payloadJson(), true);
    if (event.isCut()) {
      item.put("payloadTruncated", true);
      if (redaction.isActive()) {
        item.put("payload", Redaction.TOO_LONG);
      }
    }
    return item;
  }

  /** Returns what every item has, without what belongs to its list. */
  private Map<String, @Nullable Object> item(
      EventMetadata event, String payloadJson, boolean whole) {
    Map<String, @Nullable Object> item = new LinkedHashMap<>();
    item.put("eventId", event.eventId());
    item.put("event", event.event());
    item.put("timestamp", event.timestamp());
    item.put("source", event.source());
    item.put("queue", event.queue());
    item.put("correlationId", event.correlationId().orElse(null));
    item.put("headers", redaction.headers(event));
    // Redacted before it is cut, for the same reason.
    String payload = redaction.payload(event, payloadJson);
    String shown = cut(payload, whole ? IN_DETAIL : IN_LISTS);
    item.put("payload", shown);
    item.put("payloadTruncated", shown.length() < payload.length());
    return item;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Returns the text or its beginning; no character is cut in half. */
  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean withinPair = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, withinPair ? length - 1 : length);
  }
}
