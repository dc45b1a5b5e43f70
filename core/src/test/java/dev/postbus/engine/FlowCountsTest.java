package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EventBusException;
import dev.postbus.EventFlow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FlowCountsTest {

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore();
  private final List<Map<String, Long>> told = new CopyOnWriteArrayList<>();
  private final FlowCounts flows = new FlowCounts("shop", store, time, Runnable::run);

  FlowCountsTest() {
    store.onAddFlows =
        emitted -> {
          told.add(emitted);
          return CompletableFuture.completedStage(null);
        };
  }

  private void emit(String event, int times) {
    for (int i = 0; i < times; i++) {
      flows.emitted(event);
    }
  }

  @Test
  void whatIsEmittedIsToldAtMostOnceInFiveSeconds() {
    emit("paid", 3);
    time.advance(Duration.ofSeconds(4));
    assertThat(told).isEmpty();
    emit("sent", 1);
    time.advance(Duration.ofSeconds(1));
    assertThat(told).containsExactly(Map.of("paid", 3L, "sent", 1L));

    emit("paid", 1);
    time.advance(Duration.ofSeconds(5));
    assertThat(told).hasSize(2).last().isEqualTo(Map.of("paid", 1L));
  }

  @Test
  void nothingIsToldWhileNothingIsEmitted() {
    emit("paid", 1);
    time.advance(Duration.ofSeconds(5));
    time.advance(Duration.ofHours(1));
    flows.close();

    assertThat(told).hasSize(1);
  }

  @Test
  void theRestIsToldAtTheEnd() {
    emit("paid", 2);
    flows.close();

    assertThat(told).containsExactly(Map.of("paid", 2L));
  }

  @Test
  void whatTheStoreDidNotTakeIsToldAgain() {
    store.onAddFlows = emitted -> CompletableFuture.failedStage(new EventBusException("away"));
    emit("paid", 2);
    time.advance(Duration.ofSeconds(5));
    flows.close();
    store.onAddFlows =
        emitted -> {
          told.add(emitted);
          return CompletableFuture.completedStage(null);
        };

    emit("paid", 1);
    time.advance(Duration.ofSeconds(5));

    assertThat(told).containsExactly(Map.of("paid", 3L));
  }

  @Test
  void namesBeyondABoundAreCountedTogether() {
    for (int i = 0; i < 1_010; i++) {
      flows.emitted("name." + i);
    }
    flows.close();

    assertThat(told.get(0)).hasSize(1_001).containsEntry(EventFlow.OTHERS, 10L);
  }
}
