package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.Guice;
import com.google.inject.Module;
import dev.postbus.EventBus;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What the module logs; slf4j-simple writes to System.err. */
@ResourceLock(Resources.SYSTEM_ERR)
class LogTest {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  @Test
  void variablesOfRedisThatNobodyReadsAreOneWarningWithoutTheirValues() {
    Module module =
        new EventBusModule()
            .withEnvironment(
                Map.of("REDIS_HOST", "db.example", "REDIS_PASSWORD", "s3cret", "REDIS_PORT", ""));
    try (EventBus bus = Guice.createInjector(module).getInstance(EventBus.class)) {
      bus.start();
      bus.stop(Duration.ZERO);
      bus.start();
    }

    assertThat(warnings())
        .containsExactly(
            "[main] WARN dev.postbus.guice.EventBusModule - REDIS_HOST, REDIS_PASSWORD are set, but"
                + " events live in this process only, because EVENT_BUS_ADAPTER is not"
                + " \"redisson\"");
    assertThat(log()).doesNotContain("db.example", "s3cret");
  }

  @Test
  void anEnvironmentWithoutRedisIsNoWarning() {
    Module module =
        new EventBusModule().withEnvironment(Map.of("EVENT_BUS_GROUP", "g", "REDIS_URL", "u"));
    try (EventBus bus = Guice.createInjector(module).getInstance(EventBus.class)) {
      bus.start();
    }

    assertThat(warnings()).isEmpty();
  }

  static class Listener {
    @Subscribe
    void on(Order order) {}
  }

  @Test
  void handlersOfABusThatNobodyStartedAreAWarning() {
    try (DiscoveringEventBus bus =
        Injected.withoutModule(false, binder -> binder.bind(Listener.class))) {
      bus.remindAfter(Duration.ofMillis(1));

      await().until(() -> !warnings().isEmpty());
    }

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("has handlers but none runs, because the bus was not started; call start()");
  }

  @Test
  void aStartedOrClosedBusOrOneWithoutHandlersNeedsNoReminder() {
    try (DiscoveringEventBus started =
            Injected.withoutModule(false, binder -> binder.bind(Listener.class));
        DiscoveringEventBus without = Injected.withoutModule(false)) {
      DiscoveringEventBus closed =
          Injected.withoutModule(false, binder -> binder.bind(Listener.class));
      closed.close();
      started.start();

      started.remindNow();
      without.remindNow();
      closed.remindNow();
    }

    assertThat(warnings()).isEmpty();
  }

  @Test
  void anInjectorWithoutHandlersIsToldOnceAndOneWithThemNot() {
    try (DiscoveringEventBus without = Injected.withoutModule(false)) {
      without.start();
      without.stop(Duration.ZERO);
      without.start();
    }
    assertThat(log().lines().filter(line -> line.contains("No @Subscribe method was found")))
        .singleElement()
        .asString()
        .contains(" INFO ");
    captured.reset();

    try (DiscoveringEventBus with =
        Injected.withoutModule(false, binder -> binder.bind(Listener.class))) {
      with.start();
    }
    assertThat(log()).doesNotContain("No @Subscribe method");
  }

  private String log() {
    return captured.toString(StandardCharsets.UTF_8);
  }

  private List<String> warnings() {
    return log().lines().filter(line -> line.contains(" WARN ")).toList();
  }
}
