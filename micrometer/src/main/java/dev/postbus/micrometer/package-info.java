/**
 * Meters of the event bus for Micrometer. {@link dev.postbus.micrometer.PostbusMetrics} is where to
 * start.
 */
@NullMarked
package dev.postbus.micrometer;

import org.jspecify.annotations.NullMarked;
