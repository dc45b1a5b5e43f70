package dev.postbus.dashboard;

import dev.postbus.EventMetadata;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only way by which payloads, reasons and headers get out. Thread-safe. */
final class Redaction {

  private static final Logger LOG = LoggerFactory.getLogger(Redaction.class);
  private static final String HIDDEN = "\"(hidden: the redactor failed)\"";

  /** For a payload of which only the beginning is known. */
  static final String TOO_LONG = "\"(hidden: too long to be redacted here)\"";

  private final @Nullable Redactor redactor;

  Redaction(@Nullable Redactor redactor) {
    this.redactor = redactor;
  }

  /** Tells whether what is shown may differ from what is stored. */
  boolean isActive() {
    return redactor != null;
  }

  String payload(EventMetadata event, String payloadJson) {
    return redactor == null
        ? payloadJson
        : guarded(event, HIDDEN, () -> redactor.payload(event, payloadJson));
  }

  String reason(EventMetadata event, String reason) {
    return redactor == null ? reason : guarded(event, HIDDEN, () -> redactor.reason(event, reason));
  }

  Map<String, String> headers(EventMetadata event) {
    return redactor == null
        ? event.headers()
        : guarded(event, Map.of(), () -> redactor.headers(event));
  }

  /** Code of the user: whatever it does, nothing leaks. */
  private static <T> T guarded(EventMetadata event, T hidden, Supplier<T> part) {
    try {
      T shown = part.get();
      if (shown != null) {
        return shown;
      }
      LOG.warn("The redactor returned null for event {}; it is hidden", event.eventId());
    } catch (RuntimeException | StackOverflowError failure) { // regular expressions recurse
      LOG.warn("The redactor failed for event {}; it is hidden", event.eventId(), failure);
    }
    return hidden;
  }
}
