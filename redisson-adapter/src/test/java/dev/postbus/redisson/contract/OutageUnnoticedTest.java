package dev.postbus.redisson.contract;

import static dev.postbus.testkit.contract.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.EmitOptions;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.engine.EngineSettings;
import dev.postbus.testkit.contract.Inbox;
import dev.postbus.testkit.contract.Ping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What came without a wake-up token, or whose token the outage has swallowed, is not left to the
 * guard period: here that is an hour.
 */
class OutageUnnoticedTest {

  private static final String EVENT =
      "{\"handlers\":\"1\",\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"s\",\"type\":\"ping.sent\","
          + "\"time\":\"2030-01-01T00:00:00Z\",\"data\":{\"number\":7}}";

  private final BreakableBusFixture fixture = new BreakableBusFixture();
  private final EventBus bus =
      fixture.open(
          EventBusConfig.builder().group("g").namespace("outage").build(),
          EngineSettings.defaults().withGuardPeriod(Duration.ofHours(1)));
  private final Inbox<Ping> inbox = Inbox.accepting();

  @AfterEach
  void close() {
    bus.close();
    fixture.close();
  }

  @Test
  void looksByItselfWhenRedisIsBack() {
    bus.subscribe(Ping.class, inbox);
    bus.start();
    bus.emit(new Ping(1), EmitOptions.none());
    inbox.awaitCall(1);
    eventually(() -> assertThat(bus.admin().counts("g", EventQueue.DEFAULT).handled()).isOne());
    // That subscription is how it learns of the outage.
    eventually(
        () ->
            assertThat(fixture.listeners("{outage}:group:g:connected")).isGreaterThanOrEqualTo(1));
    fixture.pushRaw("outage", "g", EventQueue.DEFAULT, EVENT.getBytes(StandardCharsets.UTF_8));

    fixture.stopStore();
    fixture.startStore();

    inbox.awaitCall(2);
    assertThat(inbox.payloads()).containsExactly(new Ping(1), new Ping(7));
  }
}
