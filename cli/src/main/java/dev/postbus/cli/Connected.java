package dev.postbus.cli;

import dev.postbus.AuditEntry;
import dev.postbus.EventBus;
import dev.postbus.EventBusAdmin;
import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.redisson.RedisSettings;
import dev.postbus.redisson.RedissonEventBus;
import java.time.Duration;

/** A bus that is connected and never started: it handles nothing and binds nothing. */
final class Connected implements AutoCloseable {

  /** Redisson is patient with what does not answer; the person who waits is not. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final EventBus bus;
  private final String namespace;
  private final String where;
  private final String who;

  private Connected(EventBus bus, String namespace, String where, String who) {
    this.bus = bus;
    this.namespace = namespace;
    this.where = where;
    this.who = who;
  }

  static Connected open(EventBusConfig config, RedisSettings redis, String who) {
    String where = where(redis);
    EventBus bus =
        TimeLimit.of(PATIENCE)
            .run(() -> RedissonEventBus.connect(config, redis), EventBus::close)
            .orElseThrow(
                () ->
                    new EventBusException(
                        "Redis at %s does not answer; check that it is not stuck"
                            .formatted(where)));
    return new Connected(bus, config.namespace(), where, who);
  }

  static String where(RedisSettings redis) {
    return redis
        .yamlFile()
        .map(Object::toString)
        .orElseGet(() -> redis.host() + ":" + redis.port());
  }

  EventBus bus() {
    return bus;
  }

  EventBusAdmin admin() {
    return bus.admin();
  }

  String namespace() {
    return namespace;
  }

  String where() {
    return where;
  }

  /** Notes what was done here, for all to see. */
  void audit(String action, String target) {
    admin().audit(new AuditEntry(admin().now(), who, action, target));
  }

  @Override
  public void close() {
    bus.close();
  }
}
