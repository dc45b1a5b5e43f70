package dev.postbus.testkit;

import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.engine.PayloadMapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event that was emitted through a {@link TestEventBus}. Immutable. */
public final class EmittedEvent {

  private static final JsonMapper MAPPER = PayloadMapper.create();

  private final String event;
  private final EmitReceipt receipt;
  private final EmitOptions options;
  private final JsonNode payload;

  EmittedEvent(String event, Object payload, EmitOptions options, EmitReceipt receipt) {
    this.event = event;
    this.receipt = receipt;
    this.options = options;
    this.payload = tree(payload);
  }

  /** What goes over the wire, which is all that a consumer sees. */
  static JsonNode tree(Object payload) {
    return MAPPER.readTree(MAPPER.writeValueAsString(payload));
  }

  /** Returns the event name. */
  public String event() {
    return event;
  }

  /** Returns the event id. */
  public String eventId() {
    return receipt.eventId();
  }

  /** Returns how many groups it was handed to. */
  public int groups() {
    return receipt.groups();
  }

  /** Returns the options it was emitted with. */
  public EmitOptions options() {
    return options;
  }

  /** Returns the payload as a consumer reads it. */
  public <T> T payload(Class<T> type) {
    return MAPPER.treeToValue(payload, type);
  }

  /** Returns the payload as JSON. */
  public String payloadJson() {
    return payload.toString();
  }

  boolean hasPayload(Object expected) {
    return payload.equals(tree(expected));
  }

  /** Returns the event name and the payload. */
  @Override
  public String toString() {
    return event + " " + payloadJson();
  }
}
