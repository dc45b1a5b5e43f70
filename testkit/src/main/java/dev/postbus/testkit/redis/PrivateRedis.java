package dev.postbus.testkit.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Redis of a test's own, to be configured, killed and restarted at will: the {@code redis-server}
 * on the PATH, else the one embedded-redis carries. Listens on a free port of the loopback
 * interface, keeps its data in a temporary directory, and ends with {@link #close()} or the JVM.
 * Thread-safe.
 */
public final class PrivateRedis implements AutoCloseable {

  private final RedisProcess process;

  private PrivateRedis(RedisProcess process) {
    this.process = process;
  }

  /**
   * Starts a Redis and returns when it answers.
   *
   * @param options as on its command line, for example {@code "--appendonly", "yes"}; without any
   *     it keeps everything in memory only
   * @throws IllegalStateException when no program is found or it does not start
   */
  public static PrivateRedis start(String... options) {
    try {
      boolean embedded = "embedded".equals(RedisWays.forced());
      Path binary =
          embedded
              ? RedisBinary.embedded()
              : RedisBinary.onPath().isPresent()
                  ? RedisBinary.onPath().get()
                  : RedisBinary.embedded();
      return new PrivateRedis(RedisProcess.start(binary, List.of(options)));
    } catch (IOException failure) {
      throw new IllegalStateException("no Redis for this test: " + failure.getMessage(), failure);
    }
  }

  /** Returns where it listens; the same after a restart. */
  public RedisEndpoint endpoint() {
    return process.endpoint();
  }

  /** Returns where its files are. */
  public Path directory() {
    return process.directory();
  }

  /** Returns the id of its process, which changes with a restart. */
  public long pid() {
    return process.pid();
  }

  /** Kills it as {@code kill -9} does; returns when it is gone. */
  public void kill() {
    process.kill();
  }

  /** Ends it as {@code kill} does, so that it may save; returns when it is gone. */
  public void terminate() {
    process.terminate();
  }

  /** Starts it again on the same port, data and options; kills it before when it still runs. */
  public void restart() {
    try {
      process.restart();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Sends one command through a connection of its own and returns the reply: text, {@code Long},
   * list, or null.
   *
   * @throws UncheckedIOException also when Redis answers with an error
   */
  public @Nullable Object command(String... command) {
    try (RedisCommands connection = RedisCommands.connect(endpoint())) {
      return connection.call(command);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return "PrivateRedis[" + endpoint() + "]";
  }
}
