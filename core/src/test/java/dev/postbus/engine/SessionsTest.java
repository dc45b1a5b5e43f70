package dev.postbus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final LoopFixture bus = new LoopFixture(Runnable::run);

  @AfterEach
  void end() {
    bus.close();
  }

  @Test
  void aRegistrationThatIsAnsweredWhenNobodyWaitsForItIsEnded() {
    CompletableFuture<Consumer> answer = new CompletableFuture<>();
    bus.store.onRegister = info -> answer;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bus.sessions.open(queue -> {}))
        .hasMessage("registering with group shop was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    FakeConsumer late = new FakeConsumer("late");

    answer.complete(late);

    assertThat(late.closes).hasValue(1);
    assertThat(bus.sessions.current()).isNull();
  }
}
