package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.Benchmark;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Postbus beside what else a user could take: the same payload, the same Redis settings for those
 * on Redis, the same machine, one after the other in one run.
 */
public final class Peers implements Benchmark {

  private final List<Peer> peers;

  /** Creates it with all peers there are. */
  public Peers() {
    this(KnownPeers.all());
  }

  /** Creates it with some. */
  Peers(List<Peer> peers) {
    this.peers = List.copyOf(peers);
  }

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String summary() {
    return "beside BullMQ, RBlockingQueue, RDelayedQueue, RabbitMQ, NATS: a table with ratios;"
        + " --parts "
        + Part.names();
  }

  @Override
  public boolean isSelfContained() {
    return false;
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    List<Part> parts = Part.chosen(options);
    List<Peer> present = new ArrayList<>();
    for (Peer peer : peers) {
      Optional<String> missing = peer.missing();
      missing.ifPresent(why -> report.say("%s is left out: %s".formatted(peer.name(), why)));
      if (missing.isEmpty()) {
        present.add(peer);
      }
    }
    if (parts.stream().anyMatch(Part::wantsPeersAtTheirBest)) {
      for (Peer peer : present) {
        peer.prepare(options, report);
      }
    }
    for (Part part : parts) {
      report.section(part.title());
      part.run(present, options, report);
    }
    new Comparison(report, Part.TARGETS).print();
  }
}
