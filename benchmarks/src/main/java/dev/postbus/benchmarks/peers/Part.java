package dev.postbus.benchmarks.peers;

import dev.postbus.benchmarks.bus.Delay;
import dev.postbus.benchmarks.bus.Emit;
import dev.postbus.benchmarks.bus.EndToEnd;
import dev.postbus.benchmarks.bus.Idle;
import dev.postbus.benchmarks.bus.Idling;
import dev.postbus.benchmarks.bus.Latency;
import dev.postbus.benchmarks.bus.Lateness;
import dev.postbus.benchmarks.bus.Memory;
import dev.postbus.benchmarks.bus.Retry;
import dev.postbus.benchmarks.floor.Floor;
import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One kind of figure: of Postbus, then of every peer that has it. */
enum Part {
  /** Throughput, beside what the machine allows too. */
  E2E {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      Floor.together(EndToEnd.THROUGHPUT, options, report);
      new EndToEnd().run(options, report);
      for (Peer peer : peers) {
        try (PeerRig rig = peer.start()) {
          rig.report(EndToEnd.THROUGHPUT, options, report);
        }
      }
    }
  },
  EMIT {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      Emit.comparable().run(options, report);
      if (bullMq(peers).isPresent()) {
        new BullMqFigures(bullMq(peers).get(), options, report).emit();
      }
    }
  },
  DELAY {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      for (Lateness lateness : Lateness.all(options)) {
        Delay.lateness(lateness, options, report);
        for (Peer peer : peers) {
          if (List.of(BullMq.NAME, KnownPeers.DELAYED_QUEUE).contains(peer.name())) {
            try (PeerRig rig = peer.start()) {
              lateness.measure(rig, options, report);
            }
          }
        }
      }
    }
  },
  LATENCY {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      new Latency(RATES).run(options, report);
      if (bullMq(peers).isPresent()) {
        try (PeerRig rig = bullMq(peers).get().start()) {
          for (int rate : RATES) {
            Latency.warmUp(rig, rate, options);
            Latency.measure(rig, rate, options, report);
          }
        }
      }
    }
  },
  RETRY {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      new Retry().run(options, report);
      if (bullMq(peers).isPresent()) {
        try (PeerRig rig = bullMq(peers).get().startFailing()) {
          rig.report(Retry.FIGURE, options, report);
        }
      }
    }
  },
  IDLE {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      new Idle().run(options, report);
      if (bullMq(peers).isPresent()) {
        new BullMqFigures(bullMq(peers).get(), options, report).idle();
      }
    }
  },
  MEMORY {
    @Override
    void run(List<Peer> peers, Options options, Report report) throws Exception {
      new Memory().run(options, report);
      if (bullMq(peers).isPresent()) {
        new BullMqFigures(bullMq(peers).get(), options, report).memory();
      }
    }
  };

  private static final List<Integer> RATES = List.of(500, 2_000);

  /** What is to be reached; a figure's name begins with the title of its part. */
  static final List<Target> TARGETS =
      List.of(
          Target.ratioAtLeast("e2e, throughput", BullMq.NAME, 16),
          Target.ratioAtLeast("e2e, throughput", KnownPeers.RABBITMQ, 5),
          Target.ratioAtLeast("e2e, throughput", KnownPeers.NATS, 2.5),
          Target.ratioAtLeast("e2e, throughput", Floor.RAW, 0.6),
          Target.ratioAtLeast("emit, " + Emit.ONE, BullMq.NAME, 1),
          Target.ratioAtLeast("emit, " + Emit.MANY, BullMq.NAME, 5),
          Target.ratioAtLeast("emit, " + Emit.LISTS, BullMq.NAME, 5),
          Target.ratioAtMost("latency, 500/s p50", BullMq.NAME, 1),
          Target.ratioAtMost("latency, 500/s p99", BullMq.NAME, 0.5),
          Target.ratioAtMost("latency, 2,000/s p50", BullMq.NAME, 1),
          Target.ratioAtMost("latency, 2,000/s p99", BullMq.NAME, 0.5),
          Target.atMost("delay, 10,000 within 5 s, late p99", 10),
          Target.atMost("delay, 100,000 within 10 s, late p99", 50),
          Target.atMost("delay, 100,000 within 10 s, slowest other command", 20),
          Target.ratioAtLeast("retry, " + Retry.FIGURE, BullMq.NAME, 8),
          Target.atMost("idle, " + Idling.COMMANDS, 3),
          Target.atMost("idle, " + Idling.PROCESSOR, 1),
          Target.ratioAtMost("memory, " + Memory.READY, BullMq.NAME, 0.5),
          Target.ratioAtMost("memory, " + Memory.DELAYED, BullMq.NAME, 0.5));

  abstract void run(List<Peer> peers, Options options, Report report) throws Exception;

  /** Returns whether what a peer handles decides a figure. */
  boolean wantsPeersAtTheirBest() {
    return EnumSet.of(E2E, DELAY, LATENCY, RETRY).contains(this);
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String names() {
    return Stream.of(values()).map(Part::title).collect(Collectors.joining(","));
  }

  /** Returns those asked for, or all. */
  static List<Part> chosen(Options options) {
    if (options.parts().isEmpty()) {
      return List.of(values());
    }
    for (String title : options.parts()) {
      if (Stream.of(values()).noneMatch(part -> part.title().equals(title))) {
        throw new Options.UnusableException(
            "\"%s\" is not a part; there are %s".formatted(title, names()));
      }
    }
    return Stream.of(values()).filter(part -> options.parts().contains(part.title())).toList();
  }

  private static Optional<BullMq> bullMq(List<Peer> peers) {
    return peers.stream().filter(BullMq.class::isInstance).map(BullMq.class::cast).findFirst();
  }
}
