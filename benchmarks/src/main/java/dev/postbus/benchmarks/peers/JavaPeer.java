package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.Latencies;
import java.util.Optional;

/** A peer that is used from Java. */
record JavaPeer(String name, Carriers carrier, Server server) implements Peer {

  @Override
  public Optional<String> missing() {
    return server.missing();
  }

  @Override
  public PeerRig start() throws Exception {
    Server.Running running = server.start();
    return new PeerRig(
        name,
        running,
        ChildProcess.java(CarrierProcess.class, "producer", carrier, running.port()),
        ChildProcess.java(CarrierProcess.class, "consumer", carrier, running.port()),
        Latencies.Taken::parse);
  }
}
