/**
 * The limit on a machine: the scripts of the adapter without a bus around them. Start at {@link
 * dev.postbus.benchmarks.floor.Floor}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.floor;
