/**
 * Traces of the event bus with OpenTelemetry. {@link dev.postbus.opentelemetry.PostbusTracing} is
 * where to start.
 */
@NullMarked
package dev.postbus.opentelemetry;

import org.jspecify.annotations.NullMarked;
