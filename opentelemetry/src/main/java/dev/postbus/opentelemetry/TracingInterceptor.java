package dev.postbus.opentelemetry;

import dev.postbus.EmitOptions;
import dev.postbus.EmitReceipt;
import dev.postbus.EventBusInterceptor;
import dev.postbus.EventContext;
import dev.postbus.EventMetadata;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the spans of emits and runs. What travels is always W3C Trace Context, whatever else is
 * used elsewhere: it is what CloudEvents say about traces.
 */
final class TracingInterceptor implements EventBusInterceptor {

  private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapPropagator BAGGAGE = W3CBaggagePropagator.getInstance();

  /** No header may be longer; baggage has no limit of its own. */
  private static final int LONGEST_BAGGAGE = 8_192;

  private static final TextMapGetter<Map<String, String>> HEADERS =
      (headers, name) -> headers == null ? null : headers.get(name);

  private final Tracer tracer;
  private final String group;
  private final boolean carryBaggage;
  private final boolean continueTrace;

  TracingInterceptor(Tracer tracer, String group, boolean carryBaggage, boolean continueTrace) {
    this.tracer = tracer;
    this.group = group;
    this.carryBaggage = carryBaggage;
    this.continueTrace = continueTrace;
  }

  /** The context in which the event came into being. */
  private static SpanContext creation(Map<String, String> headers) {
    return Span.fromContext(W3C.extract(Context.root(), headers, HEADERS)).getSpanContext();
  }

  @Override
  public AroundEmit aroundEmit(String event, EmitOptions options) {
    SpanContext given = creation(options.headers());
    SpanBuilder builder =
        Attributes.describe(tracer.spanBuilder("emit " + event), "emit", "send", event);
    if (given.isValid()) {
      // The caller has said where the event comes from: that travels, and not this span.
      builder.setSpanKind(SpanKind.CLIENT).addLink(given);
    } else {
      builder.setSpanKind(SpanKind.PRODUCER);
    }
    options.eventId().ifPresent(id -> builder.setAttribute(Attributes.MESSAGE_ID, id));
    options.correlationId().ifPresent(id -> builder.setAttribute(Attributes.CONVERSATION_ID, id));
    Span span = builder.startSpan();
    Map<String, String> headers = new HashMap<>();
    if (!given.isValid()) {
      W3C.inject(
          Context.current().with(span),
          headers,
          (carrier, name, value) -> headers.put(name, value));
    }
    if (carryBaggage) {
      BAGGAGE.inject(
          Context.current(),
          headers,
          (carrier, name, value) -> {
            if (value.length() <= LONGEST_BAGGAGE) {
              headers.put(name, value);
            }
          });
    }
    return new EmitSpan(span, headers);
  }

  private record EmitSpan(Span span, Map<String, String> headers) implements AroundEmit {

    @Override
    public void emitted(EmitReceipt receipt) {
      span.setAttribute(Attributes.MESSAGE_ID, receipt.eventId());
      span.end();
    }

    @Override
    public void failed(Throwable failure) {
      Attributes.fail(span, failure);
    }
  }

  @Override
  public AroundHandle aroundHandle(String handler, EventContext context) {
    EventMetadata event = context.metadata();
    SpanContext creation = creation(event.headers());
    Context parent = parent(creation, event.headers());
    SpanBuilder builder =
        Attributes.describe(
                tracer.spanBuilder("handle " + event.event()), "handle", "process", event.event())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(parent)
            .setAttribute(Attributes.SUBSCRIPTION, handler)
            .setAttribute(Attributes.GROUP, group)
            .setAttribute(Attributes.MESSAGE_ID, event.eventId())
            .setAttribute(Attributes.QUEUE, event.queue().name().toLowerCase(Locale.ROOT))
            .setAttribute(Attributes.ATTEMPT, (long) context.attempt());
    event.correlationId().ifPresent(id -> builder.setAttribute(Attributes.CONVERSATION_ID, id));
    if (creation.isValid()) {
      builder.addLink(creation);
    }
    Span span = builder.startSpan();
    return new HandleSpan(span, parent.with(span).makeCurrent());
  }

  /** A span that is around the handler already is its parent; else the emit, when so configured. */
  private Context parent(SpanContext creation, Map<String, String> headers) {
    Context current =
        carryBaggage ? BAGGAGE.extract(Context.current(), headers, HEADERS) : Context.current();
    return continueTrace && !Span.fromContext(current).getSpanContext().isValid()
        ? current.with(Span.wrap(creation))
        : current;
  }

  private record HandleSpan(Span span, Scope scope) implements AroundHandle {

    @Override
    public void returned() {
      scope.close();
    }

    @Override
    public void handled() {
      span.end();
    }

    @Override
    public void failed(Throwable failure) {
      Attributes.fail(span, failure);
    }
  }
}
