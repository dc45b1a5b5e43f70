package dev.postbus.benchmarks.harness;

import dev.postbus.BaseEvent;
import dev.postbus.EventType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The payload of every benchmark, Postbus and peers alike: always {@value #JSON_BYTES} bytes as
 * JSON, which makes an event (the envelope) of 350 bytes.
 *
 * @param sequence its number, from {@value #FIRST}
 * @param dueMicros when it was to be sent or to be handled, by the wall clock; 0 with nothing to
 *     time
 */
@EventType(Order.EVENT)
public record Order(
    long sequence,
    long dueMicros,
    String customer,
    String email,
    String street,
    String currency,
    int cents)
    implements BaseEvent {

  /** Its event name. */
  public static final String EVENT = "order.created";

  /** The size as JSON. */
  public static final int JSON_BYTES = 180;

  /** The first number: all have ten digits. */
  public static final long FIRST = 1_000_000_000L;

  /** The amount of every order. */
  public static final int CENTS = 420_000;

  private static final long NO_TIME = 1_000_000_000_000_000L;

  /** Returns an order with nothing to time. */
  public static Order of(long number) {
    return due(number, NO_TIME);
  }

  /** Returns an order to be sent or handled at a time in microseconds. */
  public static Order due(long number, long dueMicros) {
    return new Order(
        FIRST + number,
        dueMicros,
        "Ada Lovelace",
        "ada.lovelace@example.com",
        "12 St James's Sq., SW1Y",
        "GBP",
        CENTS);
  }

  /** Returns whether it has a time. */
  public boolean hasTime() {
    return dueMicros != NO_TIME;
  }

  /** Returns it as JSON. */
  public byte[] toJson(JsonMapper mapper) {
    return mapper.writeValueAsBytes(this);
  }
}
