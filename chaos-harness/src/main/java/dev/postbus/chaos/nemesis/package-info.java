/**
 * Which faults happen when, drawn from a seed, and their execution. Start at {@link\n *
 * dev.postbus.chaos.nemesis.Nemesis}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.chaos.nemesis;
