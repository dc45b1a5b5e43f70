/** The event bus in Guice. Start with {@code EventBusModule}. */
@NullMarked
package dev.postbus.guice;

import org.jspecify.annotations.NullMarked;
