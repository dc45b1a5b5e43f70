/**
 * Redis and the processes of a run, and what can be done to them. Start at {@link\n *
 * dev.postbus.chaos.fleet.Fleet}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.fleet;
