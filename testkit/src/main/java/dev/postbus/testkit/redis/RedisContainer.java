package dev.postbus.testkit.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Redis through Testcontainers; the only class that needs it. */
final class RedisContainer {

  static final String IMAGE = "redis:7-alpine";

  private static final int REDIS_PORT = 6379;

  private RedisContainer() {}

  /**
   * Starts the container, which ends with the JVM.
   *
   * @param patience how long it may take until it runs, with the pull of its image
   * @throws IOException when no Docker engine answers, or it cannot run the image soon
   */
  static RedisServer start(Duration patience) throws IOException {
    CompletableFuture<RedisServer> started = new CompletableFuture<>();
    // On a thread of its own: Testcontainers may wait for minutes, whatever it is told.
    Thread thread = new Thread(() -> complete(started), "postbus-redis-container");
    thread.setDaemon(true);
    thread.start();
    try {
      return started.get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new IOException(reason(failure.getCause()), failure.getCause());
    } catch (TimeoutException slow) {
      started.cancel(false);
      throw new IOException(
          "Docker did not run %s within %d s".formatted(IMAGE, patience.toSeconds()), slow);
    } catch (InterruptedException interrupted) {
      started.cancel(false);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Docker starts " + IMAGE, interrupted);
    }
  }

  private static String reason(Throwable failure) {
    if (failure instanceof LinkageError) {
      return "Testcontainers is not on the class path";
    }
    return failure instanceof IOException
        ? failure.getMessage()
        : "Docker cannot run " + IMAGE + ": " + failure;
  }

  private static void complete(CompletableFuture<RedisServer> started) {
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        throw new IOException("no Docker engine answers");
      }
      GenericContainer<?> container = run();
      RedisServer server =
          new RedisServer(
              RedisServer.Kind.CONTAINER,
              RedisEndpoint.of(container.getHost(), container.getMappedPort(REDIS_PORT)),
              container::stop);
      if (!started.complete(server)) {
        container.stop();
      }
    } catch (Exception | LinkageError failure) {
      started.completeExceptionally(failure);
    }
  }

  private static GenericContainer<?> run() {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withExposedPorts(REDIS_PORT)
            // Waiting for the port would run tools inside the container that a small image lacks.
            .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));
    container.start();
    return container;
  }
}
