package dev.postbus.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What starting the programs of others needs. */
final class Programs {

  private static final Duration START = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";

  private Programs() {}

  /** Returns the first of these programs on the PATH, or among the given files. */
  static Optional<Path> find(String name, String... files) {
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name));
    return Stream.concat(Stream.of(files).map(Path::of), onPath)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns a port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    }
  }

  /** Waits until a port is listened on. */
  static void awaitPort(int port, Process process) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(HOST, port), 1_000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("a server did not start on port " + port, notYet);
        }
      }
    }
  }

  /** Ends a server and all it has started, and deletes its folder. */
  static void end(Process process, Path folder) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    all.forEach(Programs::awaitEnd);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void awaitEnd(ProcessHandle handle) {
    handle
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .exceptionally(
            late -> {
              handle.destroyForcibly();
              return handle;
            })
        .join();
  }
}
