package dev.postbus.testkit.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to come by a Redis, in the order they are tried. */
final class RedisWays {

  static final String FORCE_VARIABLE = "POSTBUS_TEST_REDIS";
  static final String FORCE_PROPERTY = "postbus.test.redis";

  /**
   * Enough to pull a small image, and not so long that a build without a registry seems to hang.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /** Who has asked for a container and nothing else would rather wait than fail. */
  private static final Duration PATIENCE_WITHOUT_CHOICE = Duration.ofMinutes(3);

  /** Opens a Redis or says in the message of its exception why it cannot. */
  @FunctionalInterface
  interface Way {
    RedisServer open() throws IOException;
  }

  private final Map<RedisServer.Kind, Way> ways = new EnumMap<>(RedisServer.Kind.class);
  private final Consumer<String> announce;

  /** The order of {@link RedisServer.Kind} is the order of preference. */
  RedisWays(Map<RedisServer.Kind, Way> ways, Consumer<String> announce) {
    this.ways.putAll(ways);
    this.announce = announce;
  }

  static RedisWays ofThisMachine() {
    return new RedisWays(
        Map.of(
            RedisServer.Kind.URL, RedisWays::fromUrl,
            RedisServer.Kind.CONTAINER, RedisWays::inContainer,
            RedisServer.Kind.PATH, RedisWays::onPath,
            RedisServer.Kind.EMBEDDED, RedisWays::embedded),
        System.out::println);
  }

  /**
   * Returns what the system property or else the variable asks for, or the URL when one is given;
   * null leaves the choice.
   */
  static @Nullable String forced() {
    String value = System.getProperty(FORCE_PROPERTY, System.getenv(FORCE_VARIABLE));
    if (value != null && !value.isBlank()) {
      return value.strip().toLowerCase(Locale.ROOT);
    }
    return url().isEmpty() ? null : "url";
  }

  private static String url() {
    return System.getenv().getOrDefault("REDIS_URL", "").strip();
  }

  /** Opens the forced way, or the first that works, and announces in one line which and why. */
  RedisServer open(@Nullable String forced) {
    List<RedisServer.Kind> candidates =
        forced == null
            ? ways.keySet().stream().filter(kind -> kind != RedisServer.Kind.URL).toList()
            : List.of(kind(forced));
    List<String> refusals = new ArrayList<>();
    for (RedisServer.Kind kind : candidates) {
      try {
        RedisServer server = ways.get(kind).open();
        announce.accept(
            "Redis for tests: %s%s"
                .formatted(
                    server, refusals.isEmpty() ? "" : " (" + String.join("; ", refusals) + ")"));
        return server;
      } catch (IOException refusal) {
        refusals.add(refusal.getMessage());
      }
    }
    throw new IllegalStateException(
        "no Redis for tests: %s. Start Docker, install redis-server, or set REDIS_URL"
            .formatted(String.join("; ", refusals)));
  }

  private static RedisServer.Kind kind(String forced) {
    for (RedisServer.Kind kind : RedisServer.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(forced)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "%s is \"%s\"; use one of %s"
            .formatted(
                FORCE_VARIABLE,
                forced,
                Stream.of(RedisServer.Kind.values())
                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))));
  }

  private static RedisServer fromUrl() throws IOException {
    if (url().isEmpty()) {
      throw new IOException("REDIS_URL is not set");
    }
    RedisEndpoint endpoint = RedisEndpoint.parse(url());
    try (RedisCommands commands = RedisCommands.connect(endpoint)) {
      commands.call("PING");
    } catch (IOException failure) {
      throw new IOException(
          "REDIS_URL names %s, which does not answer: %s".formatted(endpoint, failure), failure);
    }
    return new RedisServer(RedisServer.Kind.URL, endpoint, () -> {});
  }

  private static RedisServer inContainer() throws IOException {
    try {
      return RedisContainer.start(forced() == null ? PATIENCE : PATIENCE_WITHOUT_CHOICE);
    } catch (LinkageError absent) {
      throw new IOException("Testcontainers is not on the class path", absent);
    }
  }

  private static RedisServer onPath() throws IOException {
    RedisProcess process =
        RedisProcess.start(
            RedisBinary.onPath().orElseThrow(() -> new IOException("no redis-server on the PATH")),
            List.of());
    return new RedisServer(RedisServer.Kind.PATH, process.endpoint(), process::close);
  }

  private static RedisServer embedded() throws IOException {
    RedisProcess process = RedisProcess.start(RedisBinary.embedded(), List.of());
    return new RedisServer(RedisServer.Kind.EMBEDDED, process.endpoint(), process::close);
  }
}
