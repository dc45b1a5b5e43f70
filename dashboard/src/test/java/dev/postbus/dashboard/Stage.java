package dev.postbus.dashboard;

import dev.postbus.EventBus;
import dev.postbus.EventBusConfig;
import dev.postbus.local.LocalEventBus;
import dev.postbus.redisson.RedissonEventBus;
import dev.postbus.testkit.redis.RedisEndpoint;
import dev.postbus.testkit.redis.RedisServer;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** A bus with a dashboard, on either adapter; closing removes all it left. */
final class Stage implements AutoCloseable {

  static final String GROUP = "shop";
  static final String TOKEN = "correct-horse-battery";

  private final EventBus bus;
  private final Dashboard dashboard;
  private final Runnable cleanup;

  private Stage(EventBus bus, Dashboard dashboard, Runnable cleanup) {
    this.bus = bus;
    this.dashboard = dashboard;
    this.cleanup = cleanup;
  }

  static EventBusConfig.Builder config() {
    return EventBusConfig.builder().group(GROUP).source("web");
  }

  static Stage local() {
    return local(UnaryOperator.identity());
  }

  static Stage local(UnaryOperator<Dashboard.Builder> settings) {
    return of(LocalEventBus.create(config().build()), settings, () -> {});
  }

  static Stage redis(
      UnaryOperator<EventBusConfig.Builder> config, UnaryOperator<Dashboard.Builder> settings) {
    String namespace = "dashboard-" + UUID.randomUUID();
    RedissonClient client = client();
    EventBus bus =
        RedissonEventBus.create(config.apply(config().namespace(namespace)).build(), client);
    return of(
        bus,
        settings,
        () -> {
          client.getKeys().deleteByPattern("*{" + namespace + "}*");
          client.shutdown();
        });
  }

  static RedissonClient client() {
    RedisEndpoint redis = RedisServer.shared().endpoint();
    Config config = new Config();
    config.setThreads(2);
    config.setNettyThreads(2);
    redis.username().ifPresent(config::setUsername);
    redis.password().ifPresent(config::setPassword);
    config
        .useSingleServer()
        .setAddress(redis.address())
        .setDatabase(redis.database())
        .setConnectionMinimumIdleSize(2);
    return Redisson.create(config);
  }

  static Stage of(EventBus bus, UnaryOperator<Dashboard.Builder> settings, Runnable cleanup) {
    return new Stage(bus, settings.apply(Dashboard.builder(bus).port(0)).start(), cleanup);
  }

  EventBus bus() {
    return bus;
  }

  Dashboard dashboard() {
    return dashboard;
  }

  /** Returns a browser that has opened the page. */
  Browser browser() {
    return new Browser(dashboard).open();
  }

  @Override
  public void close() {
    try {
      dashboard.close();
      bus.close();
    } finally {
      cleanup.run();
    }
  }
}
