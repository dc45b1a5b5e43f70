/**
 * Compares what was promised with what happened. Start at {@link dev.postbus.chaos.check.Checker}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.check;
