package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postbus.sample.shop.ShopModule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardSampleTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS =
      Pattern.compile("Dashboard: (http://127\\.0\\.0\\.1:\\d+/)");
  private static final Pattern SUMMARY =
      Pattern.compile(
          "summary: orders=\\d+ payments=\\d+ notifications=\\d+ analytics=\\d+ retried=\\d+"
              + " dead=(\\d+) redriven=(\\d+) invoices=\\d+ worker-1=\\d+ worker-2=\\d+");

  @TempDir private Path folder;

  @Test
  void theUserRedrivesFromTheBrowserAndEndsIt() throws InterruptedException {
    try (SampleProcess sample =
        new SampleProcess(folder, TestRedis.environment(), "redis", "--dashboard")) {
      awaitTold(sample, " in group shop: open ");
      List<String> out = sample.out().lines().toList();
      Matcher address = ADDRESS.matcher(out.get(1));
      assertThat(address.find()).as(sample.out()).isTrue();
      List<ProcessHandle> workers = sample.descendants();

      int redriven = new DashboardPage(URI.create(address.group(1))).redriveAll(ShopModule.GROUP);

      awaitTold(sample, "3  confirmation sent to alan@example.org");
      await().atMost(PATIENCE).until(() -> redriven(sample) == redriven);
      sample.process().destroy();
      assertThat(sample.exitCode()).as(sample.err()).isZero();

      assertThat(out.get(0)).startsWith("Redis: ");
      Matcher summary = SUMMARY.matcher(lastLine(sample));
      assertThat(summary.matches()).as(sample.out()).isTrue();
      assertThat(summary.group(1)).isEqualTo("" + redriven);
      assertThat(summary.group(2)).isEqualTo("" + redriven);
      assertThat(workers).hasSize(2).noneMatch(ProcessHandle::isAlive);
      assertThat(TestRedis.keysOf(sample)).isEmpty();
      assertThat(sample.err()).isEmpty();
    }
  }

  @Test
  void withoutRedisItIsTheSameAndEndsByItself() {
    Run run = Run.of(Map.of(), "--dashboard", "--seconds", "5", "--orders", "2");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().get(0)).contains("local adapter");
    assertThat(run.out().get(1)).matches(ADDRESS.pattern() + ".*");
    assertThat(run.out()).anyMatch(line -> line.contains("all 2 orders placed"));
    assertThat(run.lastLine())
        .isEqualTo(
            "summary: orders=2 payments=2 notifications=2 analytics=2 retried=1 dead=0 redriven=0"
                + " invoices=0");
  }

  @Test
  void aPortThatWasAskedForAndIsTakenIsOneLineAndExitCodeOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Run run = Run.of(Map.of(), "--dashboard", "--port", "" + taken.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .containsExactly(
              "sample: the dashboard cannot listen on port %d; give another with --port, or leave it out for a free one"
                  .formatted(taken.getLocalPort()));
    }
  }

  private static void awaitTold(SampleProcess sample, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(sample.out()).contains(text));
  }

  /** Returns how many dead letters the sample says were redriven. */
  private static int redriven(SampleProcess sample) {
    return Pattern.compile("redrove (\\d+) dead letters?: handled this time")
        .matcher(sample.out())
        .results()
        .mapToInt(told -> Integer.parseInt(told.group(1)))
        .sum();
  }

  private static String lastLine(SampleProcess sample) {
    return sample.out().lines().reduce("", (before, line) -> line);
  }
}
