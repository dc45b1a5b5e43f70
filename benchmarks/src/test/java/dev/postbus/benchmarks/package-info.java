/** Every subcommand once, small. */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks;
