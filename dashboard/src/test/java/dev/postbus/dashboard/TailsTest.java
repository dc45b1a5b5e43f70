package dev.postbus.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusException;
import dev.postbus.Subscription;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TailsTest {

  private final EventStream stream = new EventStream(new Session("id", "csrf", "", 0), () -> {});

  /** Returns an administration that can do nothing but begin to tail. */
  private static EventBusAdmin admin(Supplier<Subscription> tail) {
    return (EventBusAdmin)
        Proxy.newProxyInstance(
            EventBusAdmin.class.getClassLoader(),
            new Class<?>[] {EventBusAdmin.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("tail");
              return tail.get();
            });
  }

  @Test
  void whoLeavesDoesNotWaitForAStoreThatIsSlow() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Subscription> answer = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    EventBusAdmin slow =
        admin(
            () -> {
              asked.countDown();
              return answer.join();
            });
    Tails tails = new Tails(() -> slow);
    CompletableFuture<Void> joined =
        CompletableFuture.runAsync(() -> tails.join("order.*", stream, handled -> {}));
    asked.await();

    tails.leave(stream);
    answer.complete(() -> closed.complete(null));

    joined.join();
    closed.join();
  }

  @Test
  void aWatchThatCouldNotBeginIsBegunAnew() {
    boolean[] away = {true};
    EventBusAdmin admin =
        admin(
            () -> {
              if (away[0]) {
                throw new EventBusException("Redis does not answer");
              }
              return () -> {};
            });
    Tails tails = new Tails(() -> admin);

    assertThatThrownBy(() -> tails.join("order.*", stream, handled -> {}))
        .isInstanceOf(EventBusException.class)
        .hasMessage("Redis does not answer");
    away[0] = false;

    assertThatCode(() -> tails.join("order.*", stream, handled -> {})).doesNotThrowAnyException();
  }
}
