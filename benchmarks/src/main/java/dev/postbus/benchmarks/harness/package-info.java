/**
 * What every benchmark shares: a private Redis, processes, pace, figures. Knows nothing of any
 * single benchmark.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.harness;
