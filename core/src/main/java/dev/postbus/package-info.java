/** The event bus API. Start with {@code EventBusPort} to emit and {@code @Subscribe} to handle. */
@NullMarked
package dev.postbus;

import org.jspecify.annotations.NullMarked;
