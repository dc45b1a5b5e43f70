/**
 * The event bus in Guice: {@code EventBusModule} binds it, and its start finds the handlers among
 * the bindings of the injector. Start with {@code EventBusModule}.
 */
@NullMarked
package dev.postbus.guice;

import org.jspecify.annotations.NullMarked;
