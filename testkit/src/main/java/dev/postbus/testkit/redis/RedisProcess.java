package dev.postbus.testkit.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A {@code redis-server} process of our own on a free port of the loopback interface, with its data
 * in a temporary directory. It and its directory never outlive the JVM. Thread-safe.
 */
final class RedisProcess implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final int PORTS_TRIED = 5;
  private static final String HOST = "127.0.0.1";
  private static final int LAST_PORT = 65_535;

  /** Members of a cluster speak to each other on a port that is theirs plus this. */
  private static final int BUS_PORT_OFFSET = 10_000;

  private final Path binary;
  private final List<String> options;
  private final Path directory;
  private final Thread atExit;
  private int port;
  private Process process;

  private RedisProcess(Path binary, List<String> options, Path directory) throws IOException {
    this.binary = binary;
    this.options = List.copyOf(options);
    this.directory = directory;
    this.atExit = new Thread(this::destroy, "postbus-redis-cleanup");
    Runtime.getRuntime().addShutdownHook(atExit);
    for (int tried = 1; ; tried++) {
      // Someone else may take the port between our look and the start: then we look again.
      port = options.contains("--cluster-enabled") ? freePortOfCluster() : freePort();
      process = launch();
      try {
        awaitAnswer();
        return;
      } catch (IOException failure) {
        if (tried == PORTS_TRIED || !log().contains("in use")) {
          close();
          throw failure;
        }
      }
    }
  }

  /** Starts the program with options as on its command line, and returns when it answers. */
  static RedisProcess start(Path binary, List<String> options) throws IOException {
    return new RedisProcess(binary, options, Files.createTempDirectory("postbus-redis"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  private static int freePortOfCluster() throws IOException {
    while (true) {
      int candidate = freePort();
      if (candidate + BUS_PORT_OFFSET <= LAST_PORT) {
        return candidate;
      }
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    if (options.contains("--sentinel")) {
      // A Sentinel wants a file to write down what it finds out.
      Path file = directory.resolve("sentinel.conf");
      command.add((Files.exists(file) ? file : Files.createFile(file)).toString());
    }
    command.addAll(List.of("--port", String.valueOf(port), "--bind", HOST));
    command.addAll(List.of("--dir", directory.toString(), "--save", ""));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
        .start();
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      try (RedisCommands commands = RedisCommands.connect(endpoint())) {
        commands.call("PING");
        if (process.isAlive()) {
          return;
        }
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "%s does not answer; it says:%n%s".formatted(binary, log()), notYet);
        }
      }
      if (!process.isAlive()) {
        throw new IOException("%s ended at once; it says:%n%s".formatted(binary, log()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  RedisEndpoint endpoint() {
    return RedisEndpoint.of(HOST, port);
  }

  Path directory() {
    return directory;
  }

  synchronized long pid() {
    return process.pid();
  }

  /** Kills the process as {@code kill -9} does; returns when it is gone. */
  synchronized void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /**
   * Asks the process to end as {@code kill} does, so that it saves what it is configured to save.
   */
  synchronized void terminate() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("Redis process %d does not end".formatted(process.pid()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Redis ends", interrupted);
    }
  }

  /** Starts it again on the same port and data; kills it before when it still runs. */
  synchronized void restart() throws IOException {
    kill();
    process = launch();
    awaitAnswer();
  }

  private Path logFile() {
    return directory.resolve("redis.log");
  }

  private String log() throws IOException {
    List<String> lines = Files.readAllLines(logFile());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }

  @Override
  public void close() {
    try {
      if (Runtime.getRuntime().removeShutdownHook(atExit)) {
        destroy();
      }
    } catch (IllegalStateException shuttingDown) {
      // The hook does it.
    }
  }

  private void destroy() {
    process.destroyForcibly().onExit().join();
    try {
      Files.walkFileTree(directory, new DeleteAll());
    } catch (IOException leftBehind) {
      System.err.printf("could not delete %s: %s%n", directory, leftBehind);
    }
  }

  private static final class DeleteAll extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
