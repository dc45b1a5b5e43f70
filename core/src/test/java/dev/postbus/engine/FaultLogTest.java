package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.postbus.logging.CapturedLog;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class FaultLogTest {

  private final ManualTime time = new ManualTime();
  private final CapturedLog log = CapturedLog.of(FaultLogTest.class);
  private final FaultLog faults =
      new FaultLog(LoggerFactory.getLogger(FaultLogTest.class), "listener", time);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void theFirstFaultIsSaidAndThenOneInTenSecondsWithHowManyThereWere() {
    for (int second = 0; second < 12; second++) {
      faults.failed(new IllegalStateException("broken"));
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(log.lines("ERROR"))
        .containsExactly(
            "ERROR The event bus listener failed; delivery is not affected",
            "ERROR The event bus listener failed, as it did 9 times since it was last said;"
                + " delivery is not affected");
  }

  @Test
  void aLogThatFailsAsWellDisturbsNobody() {
    Logger broken =
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("no room on the disk");
                });

    assertThatNoException()
        .isThrownBy(
            () ->
                new FaultLog(broken, "listener", time).failed(new IllegalStateException("broken")));
  }
}
