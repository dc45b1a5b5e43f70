package dev.postbus.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSampleTest {

  private static final Pattern SUMMARY =
      Pattern.compile(
          "summary: orders=(\\d+) payments=\\1 notifications=\\1 analytics=\\1 retried=(\\d+)"
              + " dead=1 redriven=1 invoices=\\1 worker-1=(\\d+) worker-2=(\\d+)");

  @TempDir private Path folder;

  @Test
  void twoWorkersShareTheWorkAndNothingIsLeftBehind() throws InterruptedException {
    try (SampleProcess sample =
        new SampleProcess(folder, TestRedis.environment(), "redis", "--orders", "1000")) {
      assertThat(sample.exitCode()).as(sample.err()).isZero();
      List<String> out = sample.out().lines().toList();

      assertThat(out.get(0)).startsWith("Redis: ").endsWith("named by REDIS_HOST and REDIS_PORT");
      assertThat(sample.err()).isEmpty();
      Matcher summary = SUMMARY.matcher(out.get(out.size() - 1));
      assertThat(summary.matches()).as(sample.out()).isTrue();
      assertThat(summary.group(1)).isEqualTo("1000");
      assertThat(summary.group(2)).isEqualTo("10");
      int byTheFirst = Integer.parseInt(summary.group(3));
      int byTheSecond = Integer.parseInt(summary.group(4));
      assertThat(byTheFirst + byTheSecond).isEqualTo(5_000);
      assertThat(byTheFirst).isPositive();
      assertThat(byTheSecond).isPositive();
      assertThat(TestRedis.keysOf(sample)).isEmpty();
    }
  }

  @Test
  void anUnreachableRedisIsOneLineAndExitCodeOne() throws InterruptedException {
    Map<String, String> nowhere = Map.of("REDIS_HOST", "127.0.0.1", "REDIS_PORT", "1");
    try (SampleProcess sample = new SampleProcess(folder, nowhere, "redis")) {
      assertThat(sample.exitCode()).isEqualTo(1);

      assertThat(sample.err().lines()).hasSize(1);
      assertThat(sample.err()).startsWith("sample: ").contains("127.0.0.1").contains("1");
    }
  }

  @Test
  void endedByTheUserItEndsItsWorkersAndRemovesItsKeys() throws InterruptedException {
    try (SampleProcess sample =
        new SampleProcess(folder, TestRedis.environment(), "redis", "--orders", "1000000")) {
      await().atMost(Duration.ofMinutes(2)).until(() -> sample.out().contains("orders placed"));
      List<ProcessHandle> processes = sample.descendants();

      sample.process().destroy();
      int exitCode = sample.exitCode();

      assertThat(exitCode).isEqualTo(143);
      assertThat(processes).hasSize(2).noneMatch(ProcessHandle::isAlive);
      assertThat(TestRedis.keysOf(sample)).isEmpty();
      assertThat(sample.err()).isEmpty();
    }
  }

  @Test
  void whenItIsKilledItsWorkersAndItsRedisEndToo() {
    try (SampleProcess sample =
        new SampleProcess(folder, Map.of(), "redis", "--orders", "1000000")) {
      await().atMost(Duration.ofMinutes(2)).until(() -> sample.out().contains("orders placed"));
      List<ProcessHandle> processes = sample.descendants();

      sample.process().destroyForcibly();

      assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }
  }
}
