@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.peers;
