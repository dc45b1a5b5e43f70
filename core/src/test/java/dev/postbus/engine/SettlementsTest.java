package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettlementsTest {

  private final AtomicInteger wakeUps = new AtomicInteger();
  private final Settlements settlements = new Settlements(wakeUps::incrementAndGet);
  private final Delivery.Lease lease =
      new Delivery.Lease(new FakeConsumer("c1"), Duration.ofDays(1), 0);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      settlements.add(lease, new Settlement.Done("d" + i, 1), () -> {});
    }
  }

  private static List<String> ids(List<Settlements.Entry> entries) {
    return entries.stream().map(entry -> entry.settlement().deliveryId()).toList();
  }

  @Test
  void whatIsAddedWakesTheLoopAndIsTakenOnceInOrder() {
    add(3);

    assertThat(wakeUps).hasValue(3);
    assertThat(settlements.isEmpty()).isFalse();
    assertThat(ids(settlements.take())).containsExactly("d0", "d1", "d2");
    assertThat(settlements.isEmpty()).isTrue();
    assertThat(settlements.take()).isEmpty();
  }

  @Test
  void theLoopIsWokenWhenThereIsSomethingToTake() {
    List<Integer> seen = new ArrayList<>();
    List<Settlements> itself = new ArrayList<>();
    itself.add(new Settlements(() -> seen.add(itself.get(0).take().size())));

    itself.get(0).add(lease, new Settlement.Release("d1"), () -> {});

    assertThat(seen).containsExactly(1);
  }

  @Test
  void aThousandTravelTogetherAndTheRestFollows() {
    add(2_500);

    List<Settlements.Entry> first = settlements.take();
    add(1);
    List<Settlements.Entry> second = settlements.take();
    List<Settlements.Entry> third = settlements.take();

    assertThat(ids(first)).hasSize(1_000).startsWith("d0").endsWith("d999");
    assertThat(ids(second)).hasSize(1_000).startsWith("d1000").endsWith("d1999");
    assertThat(ids(third)).hasSize(501).startsWith("d2000").endsWith("d2499", "d0");
    assertThat(settlements.isEmpty()).isTrue();
  }

  @Test
  void whatWasTakenDoesNotChange() {
    add(1_001);
    List<Settlements.Entry> taken = settlements.take();

    add(5);
    settlements.clear();

    assertThat(taken).hasSize(1_000);
  }

  @Test
  void clearForgetsEverythingAndSaysHowMuch() {
    add(4);

    assertThat(settlements.clear()).isEqualTo(4);
    assertThat(settlements.isEmpty()).isTrue();
    assertThat(settlements.clear()).isZero();
  }

  @Test
  void whatWasDecidedUnderALostLeaseIsNeverTold() {
    lease.lose();
    settlements.clear();

    settlements.add(lease, new Settlement.Done("d1", 1), () -> {});

    assertThat(settlements.isEmpty()).isTrue();
  }

  @Test
  void nothingIsLostBetweenThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> adding = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        adding.add(threads.submit(() -> add(5_000)));
      }
      int taken = 0;
      while (taken < 15_000) {
        taken += settlements.take().size();
      }
      for (Future<?> one : adding) {
        one.get();
      }
      assertThat(settlements.take()).isEmpty();
      assertThat(taken).isEqualTo(15_000);
    } finally {
      threads.shutdownNow();
    }
  }
}
