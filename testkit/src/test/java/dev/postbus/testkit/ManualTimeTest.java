package dev.postbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private final ManualTime time = ManualTime.create();
  private final List<String> ran = new ArrayList<>();

  private Runnable note(String name) {
    return () -> ran.add(name + "@" + Duration.between(ManualTime.START, time.now()).toSeconds());
  }

  @Test
  void standsStillUntilItIsMoved() {
    Instant before = time.now();
    long nanos = time.nanoTime();

    time.advance(Duration.ofMillis(1_500));

    assertThat(before).isEqualTo(ManualTime.START);
    assertThat(time.now()).isEqualTo(before.plusMillis(1_500));
    assertThat(time.nanoTime() - nanos).isEqualTo(1_500_000_000L);
  }

  @Test
  void runsWhatIsDueInOrderAndAtItsTime() {
    time.schedule(Duration.ofSeconds(3), note("third"));
    time.schedule(Duration.ofSeconds(1), note("first"));
    time.schedule(Duration.ofSeconds(1), note("second"));
    time.schedule(Duration.ofSeconds(9), note("late"));

    time.advance(Duration.ofSeconds(5));

    assertThat(ran).containsExactly("first@1", "second@1", "third@3");
    assertThat(time.nextTask()).contains(ManualTime.START.plusSeconds(9));
  }

  @Test
  void runsWhatIsScheduledOnTheWay() {
    time.schedule(
        Duration.ofSeconds(1), () -> time.schedule(Duration.ofSeconds(1), note("chained")));

    time.advance(Duration.ofSeconds(2));

    assertThat(ran).containsExactly("chained@2");
  }

  @Test
  void doesNotRunWhatWasCancelled() {
    Runnable cancel = time.schedule(Duration.ofSeconds(1), note("cancelled"));

    cancel.run();
    time.advance(Duration.ofSeconds(2));

    assertThat(ran).isEmpty();
    assertThat(time.nextTask()).isEmpty();
  }

  @Test
  void doesNotGoBack() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
        .withMessageContaining("PT1S");
  }

  @Test
  void takesTheJitterOutOfABackoff() {
    Backoff backoff = Backoff.exponential(Duration.ofSeconds(1));

    assertThat(backoff.delayAfter(1, time.random())).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.delayAfter(4, time.random())).isEqualTo(Duration.ofSeconds(8));
    assertThat(time.random().nextLong()).isNotEqualTo(time.random().nextLong());
  }
}
