package dev.postbus;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What application code injects: emit events and subscribe handlers. Thread-safe.
 *
 * <p>Every method throws {@link IllegalArgumentException} for misuse, at the call, and {@link
 * IllegalStateException} once the bus is closed.
 */
public interface EventBusPort {

  /**
   * Emits an event and returns when it is stored. Waits when too much is on its way to the store.
   *
   * @throws EmitException when the event is not known to be stored
   */
  EmitReceipt emit(String event, Object payload, EmitOptions options);

  /**
   * Emits an event; the stage ends when it is stored, or with an {@link EmitException}. Misuse
   * throws at the call. The stage completes on a thread of the bus that may be blocked.
   */
  CompletionStage<EmitReceipt> emitAsync(String event, Object payload, EmitOptions options);

  /**
   * Emits the payloads in order, in few round trips. An {@code eventId} in the options is misuse.
   *
   * @throws EmitException when at least one is not known to be stored; it says which
   */
  List<EmitReceipt> emitAll(String event, List<?> payloads, EmitOptions options);

  /** Emits with {@link EmitOptions#none()}. */
  default EmitReceipt emit(String event, Object payload) {
    return emit(event, payload, EmitOptions.none());
  }

  /** Emits a payload under the name of its {@link EventType}. */
  default EmitReceipt emit(BaseEvent payload) {
    return emit(payload, EmitOptions.none());
  }

  /** Emits a payload under the name of its {@link EventType}. */
  default EmitReceipt emit(BaseEvent payload, EmitOptions options) {
    return emit(EventNames.of(Checks.notNull("payload", payload).getClass()), payload, options);
  }

  /** Emits with {@link EmitOptions#none()}. */
  default CompletionStage<EmitReceipt> emitAsync(String event, Object payload) {
    return emitAsync(event, payload, EmitOptions.none());
  }

  /** Emits a payload under the name of its {@link EventType}. */
  default CompletionStage<EmitReceipt> emitAsync(BaseEvent payload) {
    return emitAsync(payload, EmitOptions.none());
  }

  /** Emits a payload under the name of its {@link EventType}. */
  default CompletionStage<EmitReceipt> emitAsync(BaseEvent payload, EmitOptions options) {
    return emitAsync(
        EventNames.of(Checks.notNull("payload", payload).getClass()), payload, options);
  }

  /** Emits with {@link EmitOptions#none()}. */
  default List<EmitReceipt> emitAll(String event, List<?> payloads) {
    return emitAll(event, payloads, EmitOptions.none());
  }

  /** Emits each payload under the name of its {@link EventType}, in order. */
  default List<EmitReceipt> emitAll(List<? extends BaseEvent> payloads) {
    return emitAll(payloads, EmitOptions.none());
  }

  /**
   * Emits each payload under the name of its {@link EventType}, in order and in few round trips.
   *
   * @throws EmitException when at least one is not known to be stored; it says which
   */
  default List<EmitReceipt> emitAll(List<? extends BaseEvent> payloads, EmitOptions options) {
    return EventRuns.emitAll(this, payloads, options);
  }

  /** Subscribes with {@link SubscribeOptions#none()}. */
  default <T> Subscription subscribe(
      String pattern, Class<T> payloadType, EventHandler<? super T> handler) {
    return subscribe(pattern, payloadType, SubscribeOptions.none(), handler);
  }

  /**
   * Registers a handler for the events that match the pattern. On a started bus the group's binding
   * is stored when this returns.
   *
   * @throws IllegalArgumentException also when the group has another handler with this id on this
   *     instance
   */
  <T> Subscription subscribe(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      EventHandler<? super T> handler);

  /** The same for a handler that returns a stage; the slot is held until the stage ends. */
  <T> Subscription subscribeAsync(
      String pattern,
      Class<T> payloadType,
      SubscribeOptions options,
      AsyncEventHandler<? super T> handler);

  /** Subscribes to the events whose name the class declares with {@link EventType}. */
  default <E extends BaseEvent> Subscription subscribe(
      Class<E> eventType, EventHandler<? super E> handler) {
    return subscribe(EventNames.of(Checks.notNull("eventType", eventType)), eventType, handler);
  }

  /** Subscribes with the payload as a map, for handlers that take events of many shapes. */
  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // a JSON object read as Map has String keys and any values
  default Subscription subscribe(
      String pattern, EventHandler<? super Map<String, Object>> handler) {
    return subscribe(pattern, (Class) Map.class, SubscribeOptions.none(), (EventHandler) handler);
  }
}
