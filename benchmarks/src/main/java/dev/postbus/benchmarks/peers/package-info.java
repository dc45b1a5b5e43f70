/**
 * What else a user could take, measured in the same way: start at {@link
 * dev.postbus.benchmarks.peers.Peers}.
 */
@org.jspecify.annotations.NullMarked
package dev.postbus.benchmarks.peers;
