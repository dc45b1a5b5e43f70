package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the store forgets, so that it does not grow for ever. */
class LocalMemoryTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(1);

  @Test
  void eventIdsAreForgottenInBoundedStepsAfterTheirWindow() {
    LocalEventIds ids = new LocalEventIds();
    for (int i = 0; i < 2_500; i++) {
      ids.remember("e" + i, 1, NOW, WINDOW);
    }
    ids.remember("younger", 1, NOW.plusSeconds(1), WINDOW);

    ids.forgetSome(NOW.plus(WINDOW).minusMillis(1));
    assertThat(ids.size()).isEqualTo(2_501);

    ids.forgetSome(NOW.plus(WINDOW));
    assertThat(ids.size()).isBetween(1_000, 2_000);

    ids.forgetSome(NOW.plus(WINDOW));
    ids.forgetSome(NOW.plus(WINDOW));
    assertThat(ids.size()).isEqualTo(1);
    assertThat(ids.groupsOf("younger", NOW.plus(WINDOW))).isEqualTo(1);
  }

  @Test
  void delayedEventIsNotLookedForOnceItIsDueOrCancelled() {
    LocalGroup group = new LocalGroup();
    LocalQueue queue = group.queue(EventQueue.DEFAULT);
    LocalDelivery due = new LocalDelivery(queue, "e1", new byte[0], 1, "");
    LocalDelivery cancelled = new LocalDelivery(queue, "e2", new byte[0], 1, "");
    queue.offerDelayed(due, 1_000);
    queue.offerDelayed(cancelled, 2_000);
    assertThat(group.scheduled()).containsOnlyKeys("e1", "e2");

    queue.promote(1_000, 10);
    queue.cancel(cancelled);

    assertThat(group.scheduled()).isEmpty();
  }
}
