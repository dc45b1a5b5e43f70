package dev.postbus.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postbus.BaseEvent;
import dev.postbus.Durability;
import dev.postbus.EmitOptions;
import dev.postbus.EventBusConfig;
import dev.postbus.EventType;
import dev.postbus.Subscribe;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalEventBusTest {

  @EventType("greeting.sent")
  private record Greeting(String text) implements BaseEvent {}

  private static final class Greeter {
    private final CompletableFuture<Greeting> greeted = new CompletableFuture<>();

    @Subscribe
    private void greet(Greeting greeting) {
      greeted.complete(greeting);
    }
  }

  @Test
  void registersAnnotatedListenersWithoutAContainer() throws Exception {
    Greeter greeter = new Greeter();
    try (LocalEventBus bus = LocalEventBus.create(EventBusConfig.defaults())) {
      assertThat(bus.register(greeter)).hasSize(1);
      bus.start();

      bus.emit(new Greeting("hello"));

      assertThat(greeter.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(new Greeting("hello"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesEveryDurabilityAsThereIsNothingBeyondTheProcess(Durability durability)
      throws Exception {
    Greeter greeter = new Greeter();
    try (LocalEventBus bus = LocalEventBus.create(EventBusConfig.defaults())) {
      bus.register(greeter);
      bus.start();

      EmitOptions options = EmitOptions.builder().durability(durability).build();
      assertThat(bus.emit(new Greeting("hello"), options).groups()).isEqualTo(1);

      assertThat(greeter.greeted.get(30, TimeUnit.SECONDS)).isEqualTo(new Greeting("hello"));
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalEventBus.create(null))
        .withMessage("config is null; EventBusConfig.defaults() has every default");
    try (LocalEventBus bus = LocalEventBus.create(EventBusConfig.defaults())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.register(new Greeter(), null))
          .withMessage("listener is null");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bus.register("no handlers"))
          .withMessageContaining("java.lang.String has no method with @dev.postbus.Subscribe");
    }
  }
}
