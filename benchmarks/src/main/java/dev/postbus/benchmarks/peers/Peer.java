package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.util.Optional;

/** Something else that carries events, and how to start it. */
interface Peer {

  /** Returns its name. */
  String name();

  /** Returns what is missing on this machine and how to install it; empty when nothing is. */
  Optional<String> missing();

  /** Finds out how it is at its best here, once. */
  default void prepare(Options options, Report report) throws Exception {}

  /** Starts a server of its own with a producer and a consumer process. */
  PeerRig start() throws Exception;
}
