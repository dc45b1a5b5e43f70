package dev.postbus.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.Subscribe;
import dev.postbus.guice.Injected.Order;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** The module on a real Redis. */
class RedissonModuleTest {

  private final RedisEndpoint redis = RedisServer.shared().endpoint();
  private final String namespace = "guice-" + UUID.randomUUID();
  private final EventBusConfig config =
      EventBusConfig.builder().group("shop").namespace(namespace).build();

  @Singleton
  static class Listener {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Subscribe
    void on(Order order) {
      seen.add(order.id());
    }
  }

  @AfterEach
  void removeKeys() {
    RedissonClient client = client();
    client.getKeys().deleteByPattern("*{" + namespace + "}*");
    client.shutdown();
  }

  @Test
  void theBusOfGivenSettingsWorks() {
    assertWorks(
        EventBusModule.redisson(config, RedisSettings.fromEnvironment(environment(Map.of()))));
  }

  @Test
  void theBusOfTheEnvironmentWorks() {
    assertWorks(
        new EventBusModule()
            .withEnvironment(
                environment(Map.of("EVENT_BUS_GROUP", "shop", "EVENT_BUS_NAMESPACE", namespace))));
  }

  @Test
  void theClientOfTheInjectorIsUsedAndLeftOpen() {
    RedissonClient client = client();
    try {
      assertWorks(
          EventBusModule.redisson(config),
          binder -> binder.bind(RedissonClient.class).toInstance(client));

      assertThat(client.isShutdown()).isFalse();
      assertThat(client.getKeys().count()).isPositive();
    } finally {
      client.shutdown();
    }
  }

  @Test
  void handlersWithoutAGroupFailTheStart() {
    Module module =
        new EventBusModule().withEnvironment(environment(Map.of("EVENT_BUS_NAMESPACE", namespace)));
    Injector injector = Guice.createInjector(module, binder -> binder.bind(Listener.class));
    try (EventBus bus = injector.getInstance(EventBus.class)) {
      assertThatThrownBy(bus::start)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("EVENT_BUS_GROUP");
    }
  }

  @Test
  void aRedisThatIsNotThereIsOneClearSentence() throws IOException {
    // Bound and not listening: it refuses connections, and nobody else gets the port.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = taken.getLocalPort();
      Injector injector =
          Guice.createInjector(
              EventBusModule.redisson(config, RedisSettings.of("127.0.0.1", port)));

      assertThatThrownBy(() -> injector.getInstance(EventBus.class))
          .isInstanceOf(ProvisionException.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining(String.valueOf(port))
          .hasCauseInstanceOf(EventBusException.class);
    }
  }

  private static void assertWorks(Module... modules) {
    Injector injector =
        Guice.createInjector(
            binder -> {
              List.of(modules).forEach(binder::install);
              binder.bind(Listener.class);
            });
    try (EventBus bus = injector.getInstance(EventBus.class)) {
      bus.start();

      assertThat(bus.emit(new Order("1")).groups()).isEqualTo(1);

      await().until(() -> injector.getInstance(Listener.class).seen.equals(List.of("1")));
      assertThat(bus.admin().groups()).containsExactly("shop");
    }
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("EVENT_BUS_ADAPTER", "redisson");
    environment.put("REDIS_HOST", redis.host());
    environment.put("REDIS_PORT", String.valueOf(redis.port()));
    environment.put("REDIS_TLS", String.valueOf(redis.tls()));
    environment.put("REDIS_DATABASE", String.valueOf(redis.database()));
    redis.username().ifPresent(user -> environment.put("REDIS_USERNAME", user));
    redis.password().ifPresent(password -> environment.put("REDIS_PASSWORD", password));
    return environment;
  }

  private RedissonClient client() {
    Config settings = new Config();
    settings
        .setUsername(redis.username().orElse(null))
        .setPassword(redis.password().orElse(null))
        .useSingleServer()
        .setAddress(redis.address())
        .setDatabase(redis.database());
    return Redisson.create(settings);
  }
}
