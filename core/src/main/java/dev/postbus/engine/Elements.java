package dev.postbus.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Queue elements as text: an envelope whose first attribute names the handlers of the group that
 * the delivery is for.
 *
 * <p>{@code {"handlers":"1,4","specversion":"1.0",...}}: numbers, strictly ascending. Stores count
 * handler deliveries by looking at this beginning alone, without reading JSON, so both sides must
 * see the same: anything that does not begin exactly so names no handlers.
 */
public final class Elements {

  private static final byte[] START = "{\"handlers\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_DIGITS = 9;

  private Elements() {}

  /**
   * Returns the beginning of an element for these handlers; the envelope without its first byte
   * follows.
   */
  public static String prefix(List<Integer> handlers) {
    return handlers.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(",", "{\"handlers\":\"", "\","));
  }

  /** Returns the element that carries the envelope to these handlers. */
  public static byte[] of(byte[] envelope, List<Integer> handlers) {
    byte[] prefix = prefix(handlers).getBytes(StandardCharsets.US_ASCII);
    byte[] element = new byte[prefix.length + envelope.length - 1];
    System.arraycopy(prefix, 0, element, 0, prefix.length);
    System.arraycopy(envelope, 1, element, prefix.length, envelope.length - 1);
    return element;
  }

  /**
   * Returns the handlers the element names; empty when it names none, as one that no publisher put
   * there.
   */
  public static List<Integer> handlers(byte[] element) {
    if (element.length <= START.length + 2) {
      return List.of();
    }
    for (int i = 0; i < START.length; i++) {
      if (element[i] != START[i]) {
        return List.of();
      }
    }
    List<Integer> handlers = new ArrayList<>(2);
    int number = 0;
    int digits = 0;
    int last = -1;
    for (int i = START.length; i < element.length; i++) {
      byte at = element[i];
      if (at >= '0' && at <= '9' && digits < MAX_DIGITS) {
        number = number * 10 + (at - '0');
        digits++;
      } else if ((at == ',' || at == '"') && digits > 0 && number > last) {
        handlers.add(number);
        if (at == '"') {
          return handlers;
        }
        last = number;
        number = 0;
        digits = 0;
      } else {
        return List.of();
      }
    }
    return List.of();
  }
}
