/**
 * Helpers for tests of code that uses Postbus; they need core alone. Start with {@link
 * dev.postbus.testkit.TestEventBus}. The contract for authors of adapters is in {@code
 * dev.postbus.testkit.contract}.
 */
@NullMarked
package dev.postbus.testkit;

import org.jspecify.annotations.NullMarked;
