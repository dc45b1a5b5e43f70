package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventQueue;
import dev.postbus.EventRoutes;
import dev.postbus.redisson.RedisSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBusModuleTest {

  @Test
  void theEnvironmentMaySayNothing() {
    try (EventBus bus = bus(new EventBusModule().withEnvironment(Map.of()))) {
      bus.start();

      assertThat(bus.admin().groups()).isEmpty();
    }
  }

  @Test
  void theEnvironmentNamesTheGroup() {
    try (EventBus bus =
        bus(
            new EventBusModule()
                .withEnvironment(
                    Map.of("EVENT_BUS_ADAPTER", "local", "EVENT_BUS_GROUP", "shop")))) {
      bus.subscribe("x", (payload, context) -> {});
      bus.start();

      assertThat(bus.admin().groups()).containsExactly("shop");
    }
  }

  @Test
  void theEnvironmentChoosesTheAdapterOfAGivenConfiguration() {
    EventBusConfig config = EventBusConfig.builder().group("given").build();
    try (EventBus bus =
        bus(
            EventBusModule.of(config)
                .withEnvironment(
                    Map.of("EVENT_BUS_ADAPTER", " ", "EVENT_BUS_GROUP", "not asked for")))) {
      bus.subscribe("x", (payload, context) -> {});
      bus.start();

      assertThat(bus.admin().groups()).containsExactly("given");
    }
  }

  @Test
  void valuesThatCannotBeUsedFailTheInjectorTogether() {
    Module module =
        new EventBusModule()
            .withEnvironment(Map.of("EVENT_BUS_ADAPTER", "kafka", "EVENT_BUS_GROUP", "a b"));

    assertThatThrownBy(() -> Guice.createInjector(module))
        .isInstanceOf(CreationException.class)
        .hasMessageContaining(
            "EVENT_BUS_ADAPTER is \"kafka\"; it must be \"local\" or \"redisson\"")
        .hasMessageContaining("EVENT_BUS_GROUP is \"a b\"; use 1 to 64 letters")
        .hasMessageContaining("2 errors");
  }

  @Test
  void aValueOfRedisThatCannotBeUsedFailsTheInjector() {
    Module module =
        new EventBusModule()
            .withEnvironment(
                Map.of(
                    "EVENT_BUS_ADAPTER", "redisson",
                    "REDIS_PORT", "here",
                    "REDIS_PASSWORD", "s3cret"));

    assertThatThrownBy(() -> Guice.createInjector(module))
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("REDIS_PORT")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void installingEqualModulesIsInstallingOne() {
    EventBusConfig config = EventBusConfig.defaults();

    assertInstallable(new EventBusModule(), new EventBusModule());
    assertInstallable(EventBusModule.of(config), EventBusModule.of(config));
    assertInstallable(EventBusModule.local(config), EventBusModule.local(config));
    assertInstallable(
        EventBusModule.local(EventBusConfig.defaults()),
        EventBusModule.local(EventBusConfig.defaults()));
    assertInstallable(EventBusModule.of(shop()), EventBusModule.of(shop()));
    assertInstallable(EventBusModule.local(shop()), EventBusModule.local(shop()));
    assertThat(EventBusModule.redisson(config)).isEqualTo(EventBusModule.redisson(config));
    RedisSettings settings = RedisSettings.of("a", 1);
    assertThat(EventBusModule.redisson(config, settings))
        .isEqualTo(EventBusModule.redisson(config, settings))
        .isNotEqualTo(EventBusModule.redisson(config, RedisSettings.of("b", 1)))
        .isNotEqualTo(EventBusModule.redisson(config))
        .isNotEqualTo(EventBusModule.local(config));
    assertThat(EventBusModule.redisson(shop(), redis("s3cret")))
        .isEqualTo(EventBusModule.redisson(shop(), redis("s3cret")))
        .isNotEqualTo(EventBusModule.redisson(shop(), redis("other")));
  }

  private static EventBusConfig shop() {
    return EventBusConfig.builder()
        .group("shop")
        .routes(EventRoutes.builder().route("analytics.**", EventQueue.LOW).build())
        .build();
  }

  private static RedisSettings redis(String password) {
    return RedisSettings.builder().host("a").port(1).password(password).build();
  }

  private static void assertInstallable(Module first, Module second) {
    Injector injector =
        Guice.createInjector(
            binder -> {
              binder.install(first);
              binder.install(second);
            });
    try (EventBus bus = injector.getInstance(EventBus.class)) {
      bus.start();
      assertThat(injector.getInstance(EventBus.class)).isSameAs(bus);
    }
  }

  @Test
  void installingDifferentModulesIsAnError() {
    assertThatThrownBy(
            () ->
                Guice.createInjector(
                    EventBusModule.local(EventBusConfig.builder().group("a").build()),
                    EventBusModule.local(EventBusConfig.builder().group("b").build())))
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("OneEventBusModulePerInjector was bound multiple times")
        .hasMessageContaining("EventBusModule[local, group a]")
        .hasMessageContaining("EventBusModule[local, group b]");
  }

  @Test
  void aClientThatNobodyBoundIsAnError() {
    assertThatThrownBy(
            () -> Guice.createInjector(EventBusModule.redisson(EventBusConfig.defaults())))
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("No implementation for RedissonClient was bound");
  }

  private static EventBus bus(Module module) {
    return Guice.createInjector(module).getInstance(EventBus.class);
  }
}
