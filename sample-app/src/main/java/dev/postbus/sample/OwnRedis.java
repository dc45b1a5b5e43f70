package dev.postbus.sample;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis that the sample starts from the binary that embedded-redis carries, on a free port of the
 * loopback interface and without persistence. A shell watches over it: it ends Redis when its input
 * ends, which it does even when this process is killed, and removes its files.
 */
final class OwnRedis implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String WATCH =
      """
      exec 3<&0
      "$@" & redis=$!
      trap 'kill "$redis"' INT TERM HUP
      { cat <&3; kill "$redis"; rm -rf "$0"; } >/dev/null 2>&1 &
      wait "$redis"
      """;

  private final Path folder;
  private final int port;
  private final Process watch;

  private OwnRedis(Path folder, int port, Process watch) {
    this.folder = folder;
    this.port = port;
    this.watch = watch;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @throws SampleException saying what to do instead, when it cannot be started
   */
  static OwnRedis start() {
    try {
      Path folder = Files.createTempDirectory("postbus-sample-redis");
      int port = freePort();
      OwnRedis redis = new OwnRedis(folder, port, launch(folder, port));
      redis.awaitAnswer();
      return redis;
    } catch (IOException | RuntimeException failure) {
      throw SampleException.failed(
          "no Redis answers on 127.0.0.1:6379 and none could be started here (%s); start one, for example with docker-compose up -d, or set REDIS_HOST and REDIS_PORT"
              .formatted(failure.getMessage()),
          failure);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(Path folder, int port) throws IOException {
    File program = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
    List<String> command =
        List.of(
            "sh",
            "-c",
            WATCH,
            folder.toString(),
            program.toString(),
            "--port",
            String.valueOf(port),
            "--bind",
            HOST,
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--appendonly",
            "no");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("redis.log").toFile())
        .start();
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!RedisChoice.answers(HOST, port)) {
      if (System.nanoTime() > deadline || !watch.isAlive()) {
        List<String> log = Files.readAllLines(folder.resolve("redis.log"));
        close();
        throw new IOException(log.isEmpty() ? "it does not answer" : log.get(log.size() - 1));
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        close();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  int port() {
    return port;
  }

  /** Returns the processes of it that run. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(watch.toHandle()), watch.descendants())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** Ends it and removes its files. */
  @Override
  public void close() {
    try {
      watch.getOutputStream().close();
      if (!watch.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        watch.descendants().forEach(ProcessHandle::destroyForcibly);
        watch.destroyForcibly();
      }
    } catch (IOException alreadyGone) {
      // Then there is nothing to end.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      watch.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException left) {
      // In the folder for temporary files it does no harm.
    }
  }
}
