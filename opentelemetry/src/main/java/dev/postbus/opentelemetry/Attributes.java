package dev.postbus.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;

/**
 * What spans say: the attributes of the semantic conventions for messaging, and those of our own
 * below {@code messaging.postbus} where the conventions leave that to the system.
 *
 * <p>Source: OpenTelemetry semantic conventions, messaging spans (status: development).
 */
final class Attributes {

  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");

  /** The event name, which is what is subscribed to. */
  static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");

  /** The handler's id: each handler of a group has its own deliveries. */
  static final AttributeKey<String> SUBSCRIPTION =
      AttributeKey.stringKey("messaging.destination.subscription.name");

  static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
  static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
  static final AttributeKey<String> CONVERSATION_ID =
      AttributeKey.stringKey("messaging.message.conversation_id");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> QUEUE =
      AttributeKey.stringKey("messaging.postbus.destination.queue");
  static final AttributeKey<Long> ATTEMPT =
      AttributeKey.longKey("messaging.postbus.message.delivery_attempt");

  private Attributes() {}

  static SpanBuilder describe(
      SpanBuilder span, String operation, String operationType, String event) {
    return span.setAttribute(SYSTEM, "postbus")
        .setAttribute(OPERATION, operation)
        .setAttribute(OPERATION_TYPE, operationType)
        .setAttribute(DESTINATION, event);
  }

  /** Ends a span that failed, also when the exception cannot even say why. */
  static void fail(Span span, Throwable failure) {
    try {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(ERROR_TYPE, failure.getClass().getName());
      String message = failure.getMessage();
      span.setStatus(StatusCode.ERROR, message == null ? "" : message);
      span.recordException(failure);
    } finally {
      span.end();
    }
  }
}
