package dev.postbus.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that is a program of its own, with its data in a temporary folder.
 *
 * @param program its name on the PATH
 * @param files where it may be besides
 * @param install how to install it
 * @param launch what to start it with
 */
record ProgramServer(String program, List<String> files, String install, Launch launch)
    implements Server {

  /** Says what a server is started with. */
  @FunctionalInterface
  interface Launch {

    /** Puts arguments and environment of a server on that port, with its data in that folder. */
    void prepare(List<String> command, Map<String, String> environment, int port, Path folder)
        throws IOException;
  }

  @Override
  public Optional<String> missing() {
    return path().isPresent()
        ? Optional.empty()
        : Optional.of("there is no %s on the PATH; %s".formatted(program, install));
  }

  private Optional<Path> path() {
    return Programs.find(program, files.toArray(new String[0]));
  }

  @Override
  public Running start() throws IOException {
    Path folder = Files.createTempDirectory("postbus-bench-peer");
    int port = Programs.freePort();
    ProcessBuilder builder = new ProcessBuilder(path().orElseThrow().toString());
    launch.prepare(builder.command(), builder.environment(), port, folder);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    Thread atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
    Programs.awaitPort(port, process);
    return new Running() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public long pid() {
        return process.pid();
      }

      @Override
      public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        Programs.end(process, folder);
      }
    };
  }
}
