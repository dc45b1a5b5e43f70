package dev.postbus.local;

import dev.postbus.engine.Elements;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes elements. Their beginnings depend on the handlers alone and are made once. Guarded by the
 * store's lock.
 */
final class LocalElements {

  /**
   * There are as many as there are sets of handlers that share an event: few, unless they churn.
   */
  private static final int CACHED = 1_000;

  private final Map<List<Integer>, Prefix> prefixes = new HashMap<>();

  private record Prefix(byte[] text, int handlers) {}

  LocalDelivery delivery(
      LocalQueue queue, String eventId, byte[] envelope, List<Integer> handlers) {
    Prefix prefix = prefixes.get(handlers);
    if (prefix == null) {
      prefix = make(handlers);
      if (prefixes.size() >= CACHED) {
        prefixes.clear();
      }
      prefixes.put(handlers, prefix);
    }
    int body = Math.max(0, envelope.length - 1);
    byte[] element = Arrays.copyOf(prefix.text(), prefix.text().length + body);
    System.arraycopy(envelope, envelope.length - body, element, prefix.text().length, body);
    return new LocalDelivery(queue, eventId, element, prefix.handlers(), "");
  }

  /** Handlers are counted as every reader of the element will count them. */
  private static Prefix make(List<Integer> handlers) {
    String text = Elements.prefix(handlers);
    byte[] smallest = (text + "}").getBytes(StandardCharsets.US_ASCII);
    return new Prefix(text.getBytes(StandardCharsets.US_ASCII), Elements.handlers(smallest).size());
  }
}
