/**
 * What is emitted and what becomes of it in the handlers. Start at {@link\n *
 * dev.postbus.chaos.load.Job}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.load;
