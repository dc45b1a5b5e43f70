package dev.postbus.cli;

import dev.postbus.EventBusConfig;
import dev.postbus.redisson.RedisSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the bus is. What is not given comes from the environment, as in applications. */
final class ConnectionOptions {

  private static final String REDISSON_CONFIG = "REDISSON_CONFIG";

  @Option(
      names = "--host",
      paramLabel = "HOST",
      scope = ScopeType.INHERIT,
      description = "Where Redis is; else REDIS_HOST, else localhost.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      scope = ScopeType.INHERIT,
      description = "Its port; else REDIS_PORT, else 6379.")
  private @Nullable Integer port;

  @Option(
      names = {"--user", "--username"},
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The ACL user; else REDIS_USERNAME.")
  private @Nullable String username;

  @Option(
      names = "--password",
      scope = ScopeType.INHERIT,
      description = "Ask for the password; else REDIS_PASSWORD is taken.")
  private boolean askPassword;

  @Option(
      names = "--database",
      paramLabel = "NUMBER",
      scope = ScopeType.INHERIT,
      description = "The database; else REDIS_DATABASE, else 0.")
  private @Nullable Integer database;

  @Option(
      names = "--tls",
      scope = ScopeType.INHERIT,
      description = "Connect with TLS; else as REDIS_TLS says.")
  private boolean tls;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A Redisson YAML file (Sentinel, Cluster), which then decides; else REDISSON_CONFIG.")
  private @Nullable Path config;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The bus among those on this Redis; else EVENT_BUS_NAMESPACE, else postbus.")
  private @Nullable String namespace;

  /** Returns where Redis is; asks for the password when that was asked for. */
  RedisSettings redis(Terminal terminal) {
    if (config != null) {
      return file(config);
    }
    Map<String, String> environment = new HashMap<>(terminal.environment());
    if (isSet()) {
      environment.remove(REDISSON_CONFIG);
    }
    RedisSettings defaults;
    try {
      defaults = RedisSettings.fromEnvironment(environment);
    } catch (IllegalArgumentException unusable) {
      throw CliException.usage(String.valueOf(unusable.getMessage()));
    }
    return isSet() ? merged(defaults, terminal) : defaults;
  }

  private boolean isSet() {
    return host != null
        || port != null
        || username != null
        || askPassword
        || database != null
        || tls;
  }

  private RedisSettings file(Path yaml) {
    if (isSet()) {
      throw CliException.usage(
          "--config decides the connection alone; leave --host, --port, --user, --password,"
              + " --database and --tls out, or --config");
    }
    try {
      return RedisSettings.builder().yamlFile(yaml).build();
    } catch (IllegalArgumentException unusable) {
      throw CliException.usage(
          "--config is \"%s\"; it must be a Redisson YAML file that can be read".formatted(yaml));
    }
  }

  private RedisSettings merged(RedisSettings defaults, Terminal terminal) {
    RedisSettings.Builder redis = RedisSettings.builder();
    try {
      redis.host(host == null ? defaults.host() : host);
      redis.port(port == null ? defaults.port() : port);
      redis.database(database == null ? defaults.database() : database);
      redis.tls(tls || defaults.tls());
      if (username == null) {
        defaults.username().ifPresent(redis::username);
      } else {
        redis.username(username);
      }
    } catch (IllegalArgumentException unusable) {
      throw CliException.usage("--" + unusable.getMessage());
    }
    if (askPassword) {
      String password = terminal.secret("Password of Redis");
      if (password.isEmpty()) {
        throw CliException.usage("--password asks for one and none was given");
      }
      redis.password(password);
    } else {
      defaults.password().ifPresent(redis::password);
    }
    return redis.build();
  }

  /** Returns the configuration of a bus that emits and looks on, and never handles. */
  EventBusConfig bus(Map<String, String> environment) {
    EventBusConfig defaults;
    try {
      defaults = EventBusConfig.fromEnvironment(environment);
    } catch (IllegalArgumentException unusable) {
      throw CliException.usage(String.valueOf(unusable.getMessage()));
    }
    EventBusConfig.Builder bus = EventBusConfig.builder().namespace(defaults.namespace());
    bus.source(
        environment.getOrDefault("EVENT_BUS_SOURCE", "").isBlank()
            ? "postbus-cli"
            : defaults.source());
    try {
      return namespace == null ? bus.build() : bus.namespace(namespace).build();
    } catch (IllegalArgumentException unusable) {
      throw CliException.usage("--" + unusable.getMessage());
    }
  }
}
