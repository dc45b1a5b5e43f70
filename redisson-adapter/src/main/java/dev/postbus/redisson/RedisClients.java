package dev.postbus.redisson;

import dev.postbus.EventBusException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
import org.redisson.config.EqualJitterDelay;

/** Makes Redisson clients and says in one sentence why one cannot be made. */
final class RedisClients {

  /** Three blocking waits, exchange, publish, heartbeat, admin, and some to spare. */
  private static final int CONNECTIONS = 24;

  private static final int THREADS = 4;
  private static final long MIN_PING_MILLIS = 1_000;
  private static final long MAX_PING_MILLIS = 30_000;

  private RedisClients() {}

  static RedissonClient connect(RedisSettings settings) {
    if (settings.yamlFile().isEmpty()) {
      new RedisProbe(settings).run();
    }
    Config config = settings.yamlFile().map(RedisClients::read).orElseGet(() -> config(settings));
    try {
      return Redisson.create(config);
    } catch (RuntimeException failure) {
      throw new EventBusException(
          "connecting to Redis at %s failed: %s"
              .formatted(settings.where(), firstLine(root(failure))),
          failure);
    }
  }

  private static Config config(RedisSettings settings) {
    Config config = new Config();
    config.setCodec(ByteArrayCodec.INSTANCE);
    // Else every argument is looked at whether it is a Redisson object.
    config.setReferenceEnabled(false);
    config.setThreads(THREADS);
    config.setNettyThreads(THREADS);
    settings.username().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    config
        .useSingleServer()
        .setAddress(
            (settings.tls() ? "rediss://" : "redis://") + settings.host() + ":" + settings.port())
        .setDatabase(settings.database())
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        .setTimeout((int) settings.timeout().toMillis())
        .setConnectionMinimumIdleSize(THREADS)
        .setConnectionPoolSize(CONNECTIONS)
        // What a broken connection refused is sent again soon, on another one, and for as long as
        // the defaults would.
        .setRetryDelay(new EqualJitterDelay(Duration.ofMillis(100), Duration.ofSeconds(1)))
        .setRetryAttempts(10)
        // A connection that stands and does not answer is found by its pings only: commands that
        // time
        // out go back to it.
        .setPingConnectionInterval(pingInterval(settings.timeout()))
        // A Redis that is back is found soon, however long it was away.
        .setReconnectionDelay(new EqualJitterDelay(Duration.ofMillis(100), Duration.ofSeconds(2)));
    return config;
  }

  private static int pingInterval(Duration timeout) {
    return (int) Math.min(MAX_PING_MILLIS, Math.max(MIN_PING_MILLIS, 3 * timeout.toMillis()));
  }

  private static Config read(Path file) {
    try {
      return Config.fromYAML(file.toFile());
    } catch (IOException | RuntimeException unreadable) {
      throw new IllegalArgumentException(
          "Redisson cannot read the configuration \"%s\": %s"
              .formatted(file, firstLine(innermostProperty(unreadable))),
          unreadable);
    }
  }

  /** A property that cannot be set makes the one around it fail, and so on outwards. */
  private static Throwable innermostProperty(Throwable unreadable) {
    Throwable innermost = unreadable;
    for (Throwable at = unreadable; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).startsWith("Cannot create property=")) {
        innermost = at;
      }
    }
    return innermost;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** What follows may show lines of the file, the password among them, or a command. */
  private static String firstLine(Throwable failure) {
    String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    int details = line.indexOf(". channel:");
    return details < 0 ? line : line.substring(0, details);
  }
}
