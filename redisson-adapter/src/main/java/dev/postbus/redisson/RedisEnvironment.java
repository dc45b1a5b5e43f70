package dev.postbus.redisson;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the settings from environment variables; its messages name the variable. */
final class RedisEnvironment {

  private RedisEnvironment() {}

  static RedisSettings read(Map<String, String> environment) {
    RedisSettings.Builder builder = RedisSettings.builder();
    String file = value(environment, "REDISSON_CONFIG");
    if (file != null) {
      return builder.yamlFile(file(file)).build();
    }
    String host = value(environment, "REDIS_HOST");
    if (host != null) {
      if (host.contains("/") || host.contains(" ") || host.contains("@")) {
        throw unusable("REDIS_HOST", host, "a host name or an address, such as redis.example.org");
      }
      builder.host(host);
    }
    String port = value(environment, "REDIS_PORT");
    if (port != null) {
      builder.port(number("REDIS_PORT", port, 1, 65_535));
    }
    String username = value(environment, "REDIS_USERNAME");
    if (username != null) {
      builder.username(username);
    }
    // As it is: a password may begin or end with a space.
    String password = environment.getOrDefault("REDIS_PASSWORD", "");
    if (!password.isBlank()) {
      builder.password(password);
    }
    String database = value(environment, "REDIS_DATABASE");
    if (database != null) {
      builder.database(number("REDIS_DATABASE", database, 0, Integer.MAX_VALUE));
    }
    String tls = value(environment, "REDIS_TLS");
    if (tls != null) {
      builder.tls(bool("REDIS_TLS", tls));
    }
    return builder.build();
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : value;
  }

  private static int number(String name, String value, int least, int most) {
    String accepted = "a number from %d to %d".formatted(least, most);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      throw unusable(name, value, accepted);
    }
    throw unusable(name, value, accepted);
  }

  private static boolean bool(String name, String value) {
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(value);
    }
    throw unusable(name, value, "true or false");
  }

  private static Path file(String value) {
    String accepted = "the path of a Redisson YAML file that can be read";
    try {
      Path file = Path.of(value);
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        return file;
      }
    } catch (InvalidPathException noPath) {
      throw unusable("REDISSON_CONFIG", value, accepted);
    }
    throw unusable("REDISSON_CONFIG", value, accepted);
  }

  private static IllegalArgumentException unusable(String name, String value, String accepted) {
    return new IllegalArgumentException(
        "%s is \"%s\"; it must be %s".formatted(name, withoutCredentials(value), accepted));
  }

  /** Whoever pastes a whole URL pastes its password too. */
  private static String withoutCredentials(String value) {
    int at = value.lastIndexOf('@');
    int colon = value.indexOf(':');
    return colon >= 0 && colon < at ? "***" + value.substring(at) : value;
  }
}
