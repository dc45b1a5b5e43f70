package dev.postbus.redisson;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to get in. Immutable and thread-safe; its text never holds the password.
 */
public final class RedisSettings {

  private final String host;
  private final int port;
  private final @Nullable String username;
  private final @Nullable String password;
  private final int database;
  private final boolean tls;
  private final Duration connectTimeout;
  private final Duration timeout;
  private final @Nullable Path yamlFile;

  private RedisSettings(Builder builder) {
    this.host = builder.host;
    this.port = builder.port;
    this.username = builder.username;
    this.password = builder.password;
    this.database = builder.database;
    this.tls = builder.tls;
    this.connectTimeout = builder.connectTimeout;
    this.timeout = builder.timeout;
    this.yamlFile = builder.yamlFile;
  }

  /**
   * Returns settings for one Redis without credentials and TLS, database 0.
   *
   * @throws IllegalArgumentException when the host is blank or the port not 1 to 65535
   */
  public static RedisSettings of(String host, int port) {
    return builder().host(host).port(port).build();
  }

  /**
   * Reads {@code REDIS_HOST} (default localhost), {@code REDIS_PORT} (6379), {@code
   * REDIS_USERNAME}, {@code REDIS_PASSWORD}, {@code REDIS_DATABASE} (0) and {@code REDIS_TLS}
   * (false); or {@code REDISSON_CONFIG}, the path of a Redisson YAML file, which then decides
   * alone. What is blank counts as absent.
   *
   * @throws IllegalArgumentException naming the variable, the value and what is accepted
   */
  public static RedisSettings fromEnvironment(Map<String, String> environment) {
    return RedisEnvironment.read(environment);
  }

  /** Returns a new builder: localhost, 6379. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the host. */
  public String host() {
    return host;
  }

  /** Returns the port. */
  public int port() {
    return port;
  }

  /** Returns the ACL user. */
  public Optional<String> username() {
    return Optional.ofNullable(username);
  }

  /** Returns the password. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /** Returns the database number. */
  public int database() {
    return database;
  }

  /** Returns whether the connection is encrypted. */
  public boolean tls() {
    return tls;
  }

  /** Returns how long connecting may take. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** Returns how long Redis may take to answer a command before it is sent again. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the Redisson file that decides instead of all the others. */
  public Optional<Path> yamlFile() {
    return Optional.ofNullable(yamlFile);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisSettings that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  private List<@Nullable Object> all() {
    return Arrays.asList(
        host, port, username, password, database, tls, connectTimeout, timeout, yamlFile);
  }

  /** Returns where Redis is and as whom it is asked, for messages. */
  String where() {
    if (yamlFile != null) {
      return yamlFile.toString();
    }
    List<String> more = new ArrayList<>();
    if (username != null) {
      more.add("user " + username);
    }
    if (database != 0) {
      more.add("database " + database);
    }
    return host + ":" + port + (more.isEmpty() ? "" : " (" + String.join(", ", more) + ")");
  }

  /** Returns what can be shown: never the password. */
  @Override
  public String toString() {
    return yamlFile != null
        ? "RedisSettings[" + yamlFile + "]"
        : "RedisSettings[%s%s:%d, database=%d, username=%s, password=%s]"
            .formatted(
                tls ? "tls " : "", host, port, database, username, password == null ? null : "***");
  }

  /**
   * Builds {@link RedisSettings}; every method throws {@link IllegalArgumentException} for a bad
   * value. Not thread-safe.
   */
  public static final class Builder {

    private static final int MAX_PORT = 65_535;

    private String host = "localhost";
    private int port = 6379;
    private @Nullable String username;
    private @Nullable String password;
    private int database;
    private boolean tls;
    private Duration connectTimeout = Duration.ofSeconds(3);
    private Duration timeout = Duration.ofSeconds(3);
    private @Nullable Path yamlFile;

    private Builder() {}

    /** Sets the host, a name or an address. */
    public Builder host(String host) {
      this.host = notBlank("host", host);
      return this;
    }

    /** Sets the port. */
    public Builder port(int port) {
      if (port < 1 || port > MAX_PORT) {
        throw new IllegalArgumentException("port is %d; it must be 1 to 65535".formatted(port));
      }
      this.port = port;
      return this;
    }

    /** Sets the ACL user; default none, which is the user "default". */
    public Builder username(String username) {
      this.username = notBlank("username", username);
      return this;
    }

    /** Sets the password; default none. */
    public Builder password(String password) {
      if (password == null || password.isEmpty()) {
        throw new IllegalArgumentException("password is empty; leave it out when there is none");
      }
      this.password = password;
      return this;
    }

    /** Sets the database number; default 0. */
    public Builder database(int database) {
      if (database < 0) {
        throw new IllegalArgumentException(
            "database is %d; it must be 0 or more".formatted(database));
      }
      this.database = database;
      return this;
    }

    /** Sets whether the connection is encrypted; default false. */
    public Builder tls(boolean tls) {
      this.tls = tls;
      return this;
    }

    /** Sets how long connecting may take; default 3 s. */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = positive("connectTimeout", timeout);
      return this;
    }

    /** Sets how long Redis may take to answer before a command is sent again; default 3 s. */
    public Builder timeout(Duration timeout) {
      this.timeout = positive("timeout", timeout);
      return this;
    }

    /**
     * Sets a Redisson YAML file (Sentinel, Cluster ...), which then decides instead of the rest.
     */
    public Builder yamlFile(Path file) {
      if (file == null || !Files.isReadable(file) || Files.isDirectory(file)) {
        throw new IllegalArgumentException(
            "yamlFile is \"%s\"; it must be a Redisson YAML file that can be read".formatted(file));
      }
      this.yamlFile = file;
      return this;
    }

    /** Returns the settings. */
    public RedisSettings build() {
      return new RedisSettings(this);
    }

    private static String notBlank(String what, String value) {
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException(
            "%s is \"%s\"; it must not be blank".formatted(what, value));
      }
      return value.strip();
    }

    private static Duration positive(String what, Duration value) {
      if (value == null || value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s is %s; it must be between 1 ms and 24 days".formatted(what, value));
      }
      return value;
    }
  }
}
