package dev.postbus.opentelemetry;

import dev.postbus.EventBusConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;

/**
 * Traces events from where they are emitted to where they are handled, across processes: {@link
 * #instrument} a configuration before the bus is made of it.
 *
 * <p>An emit is a producer span; its context travels in the event as the headers {@code
 * traceparent} and {@code tracestate} of W3C Trace Context. A run of a handler is a consumer span,
 * linked to that of the emit, and current while the handler is on its thread, so that what it emits
 * goes on in the same trace. Baggage travels too, as the header {@code baggage}, when the
 * propagators of OpenTelemetry are set to propagate it. Names and attributes are those of
 * OpenTelemetry's conventions for messaging. Immutable and thread-safe.
 */
public final class PostbusTracing {

  private static final String SCOPE = "dev.postbus.opentelemetry";

  private static final String BAGGAGE = "baggage";

  private final Tracer tracer;
  private final boolean carryBaggage;
  private final boolean continueTrace;

  private PostbusTracing(Builder builder) {
    TracerBuilder scope = builder.openTelemetry.getTracerProvider().tracerBuilder(SCOPE);
    String version = PostbusTracing.class.getPackage().getImplementationVersion();
    this.tracer = (version == null ? scope : scope.setInstrumentationVersion(version)).build();
    this.carryBaggage =
        builder.openTelemetry.getPropagators().getTextMapPropagator().fields().contains(BAGGAGE);
    this.continueTrace = builder.continueTrace;
  }

  /** Returns tracing with every default. */
  public static PostbusTracing of(OpenTelemetry openTelemetry) {
    return builder(openTelemetry).build();
  }

  /** Returns a new builder with every default. */
  public static Builder builder(OpenTelemetry openTelemetry) {
    return new Builder(notNull("openTelemetry", openTelemetry));
  }

  /** Returns the same configuration with an interceptor that traces, within those it has. */
  public EventBusConfig instrument(EventBusConfig config) {
    String group = notNull("config", config).group();
    return config.toBuilder()
        .interceptor(new TracingInterceptor(tracer, group, carryBaggage, continueTrace))
        .build();
  }

  private static <T> T notNull(String what, T value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
    return value;
  }

  /** Builds {@link PostbusTracing}. Not thread-safe. */
  public static final class Builder {

    private final OpenTelemetry openTelemetry;
    private boolean continueTrace = true;

    private Builder(OpenTelemetry openTelemetry) {
      this.openTelemetry = openTelemetry;
    }

    /**
     * Sets whether handling belongs to the trace of the emit, as a child of its span; default true.
     * Otherwise every run begins a trace of its own. The link is there either way.
     */
    public Builder continueTrace(boolean wanted) {
      this.continueTrace = wanted;
      return this;
    }

    /** Returns the tracing. */
    public PostbusTracing build() {
      return new PostbusTracing(this);
    }
  }
}
