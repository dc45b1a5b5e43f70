/**
 * One class per subcommand that measures Postbus, and the two processes most of them share: {@link
 * dev.postbus.benchmarks.bus.Producer} and {@link dev.postbus.benchmarks.bus.Consumer}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.bus;
