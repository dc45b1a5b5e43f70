package dev.postbus.testkit.redis;

import org.jspecify.annotations.Nullable;

/**
 * The Redis that tests of this JVM share. The first that works of: the one {@code REDIS_URL} names;
 * {@code redis:7-alpine} through Testcontainers; the {@code redis-server} on the PATH; the one
 * embedded-redis carries. The environment variable {@code POSTBUS_TEST_REDIS} or the system
 * property {@code postbus.test.redis} ({@code url}, {@code container}, {@code path}, {@code
 * embedded}) forces one. Tests keep apart by namespace and clean up after themselves. Thread-safe.
 */
public final class RedisServer {

  /** How it was come by, in the order of preference. */
  public enum Kind {
    /** Named by {@code REDIS_URL}. */
    URL("the one of REDIS_URL"),
    /** A container of ours. */
    CONTAINER("container redis:7-alpine"),
    /** A process of ours, from the PATH. */
    PATH("redis-server on the PATH"),
    /** A process of ours, from embedded-redis. */
    EMBEDDED("embedded binary");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** One per JVM: starting a server per test class would cost more than the tests. */
  private static final Shared SHARED = new Shared();

  private final Kind kind;
  private final RedisEndpoint endpoint;
  private final Runnable stop;

  RedisServer(Kind kind, RedisEndpoint endpoint, Runnable stop) {
    this.kind = kind;
    this.endpoint = endpoint;
    this.stop = stop;
  }

  /**
   * Returns the Redis of this JVM, started at the first call and ended with the JVM; says in one
   * line on standard output which it took.
   *
   * @throws IllegalStateException when no way works, with the reason of each
   */
  public static RedisServer shared() {
    return SHARED.get();
  }

  /** Returns how it was come by. */
  public Kind kind() {
    return kind;
  }

  /** Returns where it listens. */
  public RedisEndpoint endpoint() {
    return endpoint;
  }

  void stop() {
    stop.run();
  }

  @Override
  public String toString() {
    return kind.text + " at " + endpoint;
  }

  /** Looks for a Redis once and remembers what came of it, also that there is none. */
  private static final class Shared {

    private @Nullable RedisServer server;
    private @Nullable IllegalStateException failure;

    synchronized RedisServer get() {
      if (failure != null) {
        throw failure;
      }
      if (server == null) {
        try {
          server = RedisWays.ofThisMachine().open(RedisWays.forced());
        } catch (IllegalStateException none) {
          failure = none;
          throw none;
        }
        Runtime.getRuntime()
            .addShutdownHook(new Thread(server::stop, "postbus-redis-server-cleanup"));
      }
      return server;
    }
  }
}
