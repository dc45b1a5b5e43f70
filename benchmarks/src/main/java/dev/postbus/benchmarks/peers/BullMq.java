package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.harness.ChildProcess;
import dev.postbus.benchmarks.harness.Figure;
import dev.postbus.benchmarks.harness.Latencies;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** BullMQ, on the same Redis as Postbus, in two processes of Node.js. One thread. */
final class BullMq implements Peer {

  /** The name in tables. */
  static final String NAME = "BullMQ";

  /** How much a worker may handle at once; which is best depends on the machine. */
  private static final List<Integer> CONCURRENCIES = List.of(1, 5, 10, 20, 50, 100, 200);

  private static final double LONGEST_TRY = 3;

  private final Server.Redis server = new Server.Redis();
  private final BullMqSetup setup = new BullMqSetup();
  private OptionalInt best = OptionalInt.empty();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> missing() {
    return setup.missing();
  }

  @Override
  public void prepare(Options options, Report report) throws IOException {
    if (best.isPresent()) {
      return;
    }
    double seconds = Math.min(LONGEST_TRY, options.seconds());
    double most = 0;
    List<String> tried = new ArrayList<>();
    for (int concurrency : CONCURRENCIES) {
      try (PeerRig rig = start(concurrency, false)) {
        double perSecond = rig.flood(options.eventsOr(2_000), 1);
        perSecond = rig.flood(perSecond, seconds);
        tried.add("%d: %s".formatted(concurrency, Figure.text(perSecond)));
        if (perSecond > most) {
          most = perSecond;
          best = OptionalInt.of(concurrency);
        }
      }
    }
    report.detail(
        "events/s of BullMQ by its concurrency: %s; measured with %d"
            .formatted(String.join(", ", tried), concurrency()));
  }

  private int concurrency() {
    return best.orElse(CONCURRENCIES.get(CONCURRENCIES.size() / 2));
  }

  @Override
  public PeerRig start() throws IOException {
    return start(concurrency(), false);
  }

  /** Starts it with a handler whose first attempt always fails. */
  PeerRig startFailing() throws IOException {
    return start(concurrency(), true);
  }

  private PeerRig start(int concurrency, boolean failOnce) throws IOException {
    Path folder = setup.folder();
    Server.Running running = server.start();
    String behaviour = failOnce ? "fail-once" : "handle";
    return new PeerRig(
        NAME,
        running,
        node(folder, running.port(), "producer"),
        node(folder, running.port(), "consumer", String.valueOf(concurrency), behaviour, "1"),
        Latencies.Taken::list);
  }

  /** Starts the producer alone, on a Redis of somebody else. */
  ChildProcess producer(int port) throws IOException {
    return node(setup.folder(), port, "producer").ready();
  }

  /** Starts a consumer alone, on a Redis of somebody else, with so many queues. */
  ChildProcess consumer(int port, int queues) throws IOException {
    return node(
            setup.folder(),
            port,
            "consumer",
            String.valueOf(concurrency()),
            "handle",
            String.valueOf(queues))
        .ready();
  }

  private static ChildProcess node(Path folder, int port, String role, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of("node", BullMqSetup.SCRIPT, role, "127.0.0.1", String.valueOf(port)));
    command.addAll(List.of(more));
    return ChildProcess.start(
        "BullMQ " + role, new ProcessBuilder(command).directory(folder.toFile()));
  }
}
