/** What all benchmarks stand on. */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.harness;
