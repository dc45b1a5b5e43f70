package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postbus.EventBusConfig;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that cannot be closed. */
@Timeout(30)
class EngineBusCloseTest {

  private final FakeStore store = new FakeStore();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final EngineBus bus =
      new EngineBus(
          EventBusConfig.builder().group("closing").build(),
          store,
          EngineSettings.defaults(),
          EngineTime.system("close-test-timer"));

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void whoWaitsForTheEndHearsOfItAndNoThreadStays() throws Exception {
    store.onClose =
        () -> {
          throw new IllegalStateException("the client is shut down");
        };
    Future<?> waiting = threads.submit(bus::runUntilShutdown);
    await().until(() -> threadNamed("postbus-closing"));

    assertThatThrownBy(bus::close).hasMessage("the client is shut down");

    waiting.get();
    assertThatThrownBy(bus::health).hasMessageContaining("is closed");
    await().until(() -> !threadNamed("close-test-timer"));
    assertThat(threadNamed("postbus-closing")).isFalse();
    bus.close();
  }

  private static boolean threadNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(name));
  }
}
