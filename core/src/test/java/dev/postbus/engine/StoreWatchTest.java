package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.logging.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

  private final ManualTime time = new ManualTime();
  private final RecordingListener listener = new RecordingListener();
  private final CapturedLog log = CapturedLog.of(StoreWatch.class);
  private final StoreWatch watch = new StoreWatch(time, listener);

  @AfterEach
  void close() {
    log.close();
  }

  private void fails() {
    watch.failed(new EventBusException("connection refused"));
  }

  @Test
  void aStoreThatAlwaysAnsweredIsNoNews() {
    watch.answered();

    assertThat(watch.problem()).isEmpty();
    assertThat(log.lines()).isEmpty();
    assertThat(listener.heard).isEmpty();
  }

  @Test
  void theFirstFailureIsToldAtOnce() {
    fails();

    assertThat(log.lines())
        .containsExactly(
            "WARN The store does not do its work; nothing is lost, the call is repeated until it"
                + " does: connection refused");
    assertThat(listener.heard).containsExactly("store available: false");
  }

  @Test
  void everyFailureIsToldToTheListener() {
    fails();
    fails();

    assertThat(listener.failures).containsExactly("connection refused", "connection refused");
  }

  @Test
  void anOutageIsToldTwiceAMinuteAndItsEndOnce() {
    for (int second = 0; second < 65; second++) {
      fails();
      time.advance(Duration.ofSeconds(1));
    }
    watch.answered();
    watch.answered();

    assertThat(log.lines("WARN")).hasSize(3);
    assertThat(log.lines("INFO"))
        .containsExactly("INFO The store does its work again, after 65 s; work goes on");
    assertThat(listener.heard).containsExactly("store available: false", "store available: true");
  }

  @Test
  void aStoreThatComesAndGoesDoesNotFloodTheLog() {
    for (int i = 0; i < 100; i++) {
      fails();
      time.advance(Duration.ofMillis(100));
      watch.answered();
    }

    assertThat(log.lines("WARN")).hasSize(1);
    assertThat(log.lines("INFO")).hasSize(1);
    assertThat(listener.heard).hasSize(200);

    time.advance(Duration.ofSeconds(30));
    fails();
    watch.answered();
    assertThat(log.lines("WARN")).hasSize(2);
    assertThat(log.lines("INFO")).hasSize(2);
  }

  @Test
  void theProblemSaysSinceWhenAndWhat() {
    fails();
    time.advance(Duration.ofSeconds(12));
    watch.failed(new EventBusException("timed out"));

    assertThat(watch.problem()).hasValue("the store has not done its work for 12 s: timed out");

    watch.answered();
    assertThat(watch.problem()).isEmpty();
  }
}
