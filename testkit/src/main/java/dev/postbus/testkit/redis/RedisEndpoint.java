package dev.postbus.testkit.redis;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a Redis listens and how to get in. Immutable.
 *
 * @param host the host
 * @param port the port
 * @param tls whether it speaks TLS
 * @param username the ACL user, if any
 * @param password the password, if any
 * @param database the database number
 */
public record RedisEndpoint(
    String host,
    int port,
    boolean tls,
    Optional<String> username,
    Optional<String> password,
    int database) {

  private static final int DEFAULT_PORT = 6379;

  /** Returns an endpoint without TLS and credentials, database 0. */
  public static RedisEndpoint of(String host, int port) {
    return new RedisEndpoint(host, port, false, Optional.empty(), Optional.empty(), 0);
  }

  /**
   * Reads {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS.
   *
   * @throws IllegalArgumentException when the text is no such URL
   */
  public static RedisEndpoint parse(String url) {
    try {
      URI uri = URI.create(url.strip());
      boolean tls = "rediss".equals(uri.getScheme());
      if (uri.getHost() == null || !(tls || "redis".equals(uri.getScheme()))) {
        throw new IllegalArgumentException("no redis URL");
      }
      String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
      String[] user = uri.getRawUserInfo() == null ? new String[0] : split(uri.getRawUserInfo());
      return new RedisEndpoint(
          uri.getHost(),
          uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
          tls,
          user.length == 0 || user[0].isEmpty() ? Optional.empty() : Optional.of(user[0]),
          user.length < 2 ? Optional.empty() : Optional.of(user[1]),
          path.isEmpty() ? 0 : Integer.parseInt(path));
    } catch (IllegalArgumentException malformed) {
      // Neither the value nor the cause is shown: both may hold the password.
      throw new IllegalArgumentException(
          "REDIS_URL is not usable; write redis://[[user]:password@]host[:port][/database]");
    }
  }

  private static String[] split(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
    }
    return parts;
  }

  /** Returns {@code redis://host:port} (or {@code rediss://}), without credentials and database. */
  public String address() {
    return (tls ? "rediss://" : "redis://") + host + ":" + port;
  }

  /** Returns the address and the database, never the password. */
  @Override
  public String toString() {
    return address() + (database == 0 ? "" : "/" + database);
  }
}
