/**
 * The program behind {@code ./bench}. Start at {@link dev.postbus.benchmarks.Bench}; what a
 * subcommand measures is in the class of its name.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks;
