package dev.postbus.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.benchmarks.harness.Options;
import dev.postbus.benchmarks.harness.Report;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs what needs nothing installed, small. */
class PeersTest {

  private static final Options SMALL =
      Options.parse(
          List.of(
              "--seconds=0.2",
              "--warmup=0.1",
              "--runs=1",
              "--events=200",
              "--parts=e2e",
              "--json"));

  private final ByteArrayOutputStream figures = new ByteArrayOutputStream();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Report report = new Report(true, stream(figures), stream(said));

  @Test
  void peersAreComparedAndThoseMissingAreNamed() throws Exception {
    Peer missing =
        new JavaPeer(
            "Missing",
            Carriers.NATS,
            new ProgramServer(
                "no-such-server", List.of(), "install it from there", (c, e, p, f) -> {}));
    Peers peers = new Peers(List.of(missing, KnownPeers.blockingQueue()));

    report.begin(peers);
    peers.run(SMALL, report);

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "Missing is left out: there is no no-such-server on the PATH; install it from there")
        .containsPattern("e2e, throughput, events/s +[\\d,.]+ +RBlockingQueue +[\\d,.]+ +[\\d.,]+");
    assertThat(lines("comparison"))
        .extracting(line -> line.path("peer").asString(""))
        .containsExactly("raw scripts", "RBlockingQueue");
    assertThat(lines("figure"))
        .allSatisfy(figure -> assertThat(figure.get("median").asDouble()).isNotNegative());
  }

  @Test
  void ratiosAndFiguresAreHeldAgainstTheirTargets() {
    report.figure("fast", "events/s", 300, 100, 200);
    report.figure("Other", "fast", "events/s", 50);
    report.figure("small", "bytes", 8);

    new Comparison(
            report,
            List.of(
                Target.ratioAtLeast("fast", "Other", 5),
                Target.atMost("small", 8),
                Target.ratioAtMost("fast", "Nobody", 1)))
        .print();

    assertThat(lines("comparison"))
        .satisfiesExactly(
            fast -> {
              assertThat(fast.get("peer").asString()).isEqualTo("Other");
              assertThat(fast.get("ratio").asDouble()).isEqualTo(4);
              assertThat(fast.get("atLeast").asDouble()).isEqualTo(5);
              assertThat(fast.get("reached").asBoolean()).isFalse();
            },
            small -> {
              assertThat(small.get("postbus").asDouble()).isEqualTo(8);
              assertThat(small.get("reached").asBoolean()).isTrue();
              assertThat(small.has("peer")).isFalse();
            });
  }

  @Test
  void nothingIsComparedWithZero() {
    report.figure("idle", "% of a core", 1);
    report.figure("Other", "idle", "% of a core", 0);

    new Comparison(report, List.of()).print();

    assertThat(lines("comparison"))
        .singleElement()
        .satisfies(idle -> assertThat(idle.has("ratio")).isFalse());
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("Infinity");
  }

  @Test
  void anUnknownPartIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> new Peers().run(Options.parse(List.of("--parts", "e3e")), report))
        .isInstanceOf(Options.UnusableException.class)
        .hasMessage("\"e3e\" is not a part; there are e2e,emit,delay,latency,retry,idle,memory");
  }

  @Test
  void theLockFileTellsVersionsAndChecksumsButNoAddresses() throws Exception {
    try (InputStream in = BullMqSetup.class.getResourceAsStream("package-lock.json")) {
      JsonNode packages = new JsonMapper().readTree(in).get("packages");

      assertThat(packages.get("node_modules/bullmq").get("integrity").asString())
          .startsWith("sha512-");
      assertThat(packages).allSatisfy(one -> assertThat(one.has("resolved")).isFalse());
    }
  }

  private List<JsonNode> lines(String with) {
    JsonMapper mapper = new JsonMapper();
    return figures
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(mapper::readTree)
        .filter(line -> line.has(with))
        .toList();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
