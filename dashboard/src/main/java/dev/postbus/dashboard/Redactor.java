package dev.postbus.dashboard;

import dev.postbus.EventMetadata;
import java.util.Map;

/**
 * Removes from what the dashboard shows what people must not see. It is asked wherever a payload, a
 * reason or headers would leave the server, and searches look at what it leaves. Called
 * concurrently; what it throws hides the text altogether.
 */
@FunctionalInterface
public interface Redactor {

  /**
   * Returns what may be shown of a payload.
   *
   * @param event the facts of the event; of an unreadable element its name is {@code "unreadable"}
   * @param payloadJson the payload as JSON, or the raw element when it could not be read
   */
  String payload(EventMetadata event, String payloadJson);

  /**
   * Returns what may be shown of the reason of a dead letter, which is an exception with its
   * message and stack trace; by default all of it.
   */
  default String reason(EventMetadata event, String reason) {
    return reason;
  }

  /** Returns which headers may be shown; by default all of them. */
  default Map<String, String> headers(EventMetadata event) {
    return event.headers();
  }
}
