/**
 * What the processes write down while they run, and how it is read back. Start at {@link\n *
 * dev.postbus.chaos.history.Entry}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.history;
