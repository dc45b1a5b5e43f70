package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventQueue;
import dev.postbus.QueueCounts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of publishers, consumers that die, and an administrator. At every moment the
 * counts add up and nobody gets a share that has ended or that a live consumer holds; in the end
 * every share has ended once.
 */
class StoreRandomWalkTest {

  private static final int STEPS = 1_500;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyShareEndsExactlyOnce(long seed) {
    RandomWalk walk = new RandomWalk(seed);

    for (int step = 0; step < STEPS; step++) {
      walk.step();
    }
    walk.finish();

    assertThat(walk.ended()).containsExactlyInAnyOrderElementsOf(walk.emitted());
    for (EventQueue queue : EventQueue.values()) {
      QueueCounts counts = walk.counts(queue);
      assertThat(counts.emitted()).isPositive();
      assertThat(counts.emitted())
          .isEqualTo(counts.handled() + counts.discarded() + counts.cancelled());
      assertThat(counts.handled()).isPositive();
      assertThat(counts.discarded()).isPositive();
      assertThat(counts.cancelled()).isPositive();
    }
  }
}
