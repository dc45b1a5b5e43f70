/** Tests of traces. */
@NullMarked
package dev.postbus.opentelemetry;

import org.jspecify.annotations.NullMarked;
