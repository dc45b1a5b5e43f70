package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBusException;
import dev.postbus.EventQueue;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GroupWatchTest {

  private final ManualTime time = new ManualTime();
  private final FakeStore store = new FakeStore();
  private final HandlerRegistry registry = new HandlerRegistry();
  private final DirectoryCache directory = new DirectoryCache(store);
  private final PauseWatch pauses = new PauseWatch("shop", new RecordingListener());
  private final Map<EventQueue, byte[]> oldest = new EnumMap<>(EventQueue.class);
  private final GroupWatch watch =
      new GroupWatch(
          "shop",
          store,
          TestRuns.CODEC,
          registry,
          directory,
          pauses,
          time,
          EngineSettings.defaults());

  GroupWatchTest() {
    store.onAdmin =
        () ->
            (AdminStore)
                Proxy.newProxyInstance(
                    AdminStore.class.getClassLoader(),
                    new Class<?>[] {AdminStore.class},
                    (proxy, method, arguments) -> Optional.ofNullable(oldest.get(arguments[1])));
  }

  private void waits(EventQueue queue) {
    oldest.put(
        queue,
        TestRuns.CODEC.encode(
            "id", "order.created", "shop", time.now(), EmitOptions.none(), Map.of()));
  }

  @Test
  void whatWaitsLongIsAConcernUntilItIsGone() {
    waits(EventQueue.LOW);
    assertThat(watch.runOnce()).isZero();

    time.advance(Duration.ofSeconds(75));
    waits(EventQueue.HIGH);
    watch.runOnce();

    assertThat(watch.concerns())
        .containsExactly(
            "the oldest event of queue LOW of group shop has waited for 75 s; add instances or"
                + " concurrency, or look for slow handlers");

    oldest.clear();
    watch.runOnce();
    assertThat(watch.concerns()).isEmpty();
  }

  @Test
  void whatWaitsInAPausedQueueOrCannotBeReadIsNone() {
    waits(EventQueue.LOW);
    oldest.put(EventQueue.HIGH, "hello".getBytes(StandardCharsets.UTF_8));
    pauses.seen(Set.of(EventQueue.LOW), 0);
    time.advance(Duration.ofHours(1));

    assertThat(watch.runOnce()).isZero();
  }

  @Test
  void aHandlerThatNoLiveInstanceHasIsAConcern() {
    directory.offer(
        FakeStore.directory(
            "v1",
            "shop",
            FakeStore.bound(1, "mail", "**"),
            FakeStore.bound(2, "gone", "**"),
            FakeStore.bound(3, "forgotten")));
    registry.add(List.of(TestRuns.handler("mail", Map.class, (payload, context) -> null)));
    store.onAbsentMillis = () -> CompletableFuture.completedStage(59_000L);
    assertThat(watch.runOnce()).isZero();
    assertThat(store.asked).containsExactly("shop/gone");

    store.onAbsentMillis = () -> CompletableFuture.completedStage(61_500L);
    watch.runOnce();

    assertThat(watch.concerns())
        .containsExactly(
            "no live instance of group shop has had handler gone for 61 s; deploy it, or end its"
                + " binding with forgetHandler");
  }

  @Test
  void whatCannotBeAskedIsNotClaimed() {
    waits(EventQueue.LOW);
    time.advance(Duration.ofHours(1));
    watch.runOnce();
    assertThat(watch.concerns()).hasSize(1);

    store.onAdmin =
        () -> {
          throw new EventBusException("away");
        };
    watch.runOnce();

    assertThat(watch.concerns()).isEmpty();
  }
}
