package dev.postbus.redisson;

import dev.postbus.EventBusConfig;
import dev.postbus.EventBusException;
import dev.postbus.engine.EngineBus;
import dev.postbus.engine.EngineSettings;
import dev.postbus.engine.EngineTime;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * The bus on Redis: events outlive the process, and instances of a group on any machine share its
 * work. Needs Redis 6.2 or newer. Thread-safe.
 */
public final class RedissonEventBus extends EngineBus {

  private RedissonEventBus(
      EventBusConfig config, RedisStore store, EngineSettings settings, EngineTime time) {
    super(config, store, settings, time);
  }

  /**
   * Creates a bus on a client that stays the caller's: close the bus first, then the client. The
   * client's codec does not matter.
   */
  public static RedissonEventBus create(EventBusConfig config, RedissonClient client) {
    notNull("config", config);
    notNull("client", client);
    return create(config, client, EngineSettings.defaults(), systemTime(config));
  }

  /** Creates a bus with other tuning and time, which it closes; for tests and adapter authors. */
  public static RedissonEventBus create(
      EventBusConfig config, RedissonClient client, EngineSettings settings, EngineTime time) {
    return bus(config, client, () -> {}, settings, time);
  }

  /**
   * Connects to Redis and creates a bus that owns the connections and closes them with itself.
   *
   * @throws dev.postbus.EventBusException when Redis cannot be reached or refuses, within a few
   *     seconds
   * @throws IllegalArgumentException when Redisson cannot read the YAML file
   */
  public static RedissonEventBus connect(EventBusConfig config, RedisSettings settings) {
    notNull("config", config);
    notNull("settings", settings);
    RedissonClient client = RedisClients.connect(settings);
    return bus(config, client, client::shutdown, EngineSettings.defaults(), systemTime(config));
  }

  private static RedissonEventBus bus(
      EventBusConfig config,
      RedissonClient client,
      Runnable onClose,
      EngineSettings settings,
      EngineTime time) {
    try {
      ServerCheck.run(new Scripts(client), new RedisKeys(config.namespace()));
    } catch (EventBusException unfit) {
      time.close();
      onClose.run();
      throw unfit;
    }
    RedisStore store =
        new RedisStore(client, config.namespace(), settings.guardPeriod(), time, onClose);
    return new RedissonEventBus(config, store, settings, time);
  }

  private static void notNull(String what, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is null");
    }
  }

  private static EngineTime systemTime(EventBusConfig config) {
    return EngineTime.system("postbus-" + config.group() + "-timer");
  }
}
