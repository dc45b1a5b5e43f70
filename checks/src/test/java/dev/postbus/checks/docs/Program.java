package dev.postbus.checks.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A command that is run for real, in a process of its own, without the settings of this machine for
 * Postbus and Redis.
 */
final class Program {

  private static final int STOPPED_BY_SIGTERM = 143;

  private final List<String> command;
  private final Path folder;
  private final Duration limit;

  Program(List<String> command, Path folder, Duration limit) {
    this.command = List.copyOf(command);
    this.folder = folder;
    this.limit = limit;
  }

  /**
   * Runs it to its end, or until it has printed a text, then stops it as an operator would.
   *
   * @return what it printed
   * @throws AssertionError when it fails or takes too long
   */
  String run(Optional<String> until) {
    Path output = null;
    Process process = null;
    try {
      output = Files.createTempFile("docs", ".out");
      process = start(output);
      if (until.isPresent()) {
        stopOncePrinted(process, output, until.get());
      }
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      String printed = Files.readString(output);
      if (!ended) {
        throw new AssertionError("Still running after " + limit + ", it printed:\n" + printed);
      }
      if (until.isPresent() && !printed.contains(until.get())) {
        throw new AssertionError("It never printed \"" + until.get() + "\" but:\n" + printed);
      }
      int code = process.exitValue();
      if (code != 0 && !(until.isPresent() && code == STOPPED_BY_SIGTERM)) {
        throw new AssertionError("It ended with exit code " + code + ", it printed:\n" + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while it ran", e);
    } finally {
      end(process);
      delete(output);
    }
  }

  private Process start(Path output) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("EVENT_BUS_")
                    || name.startsWith("REDIS")
                    || name.equals("JAVA_TOOL_OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder.start();
  }

  private void stopOncePrinted(Process process, Path output, String text) {
    Awaitility.await("it prints \"" + text + "\"")
        .atMost(limit)
        .until(
            () ->
                Files.readString(output, StandardCharsets.UTF_8).contains(text)
                    || !process.isAlive());
    process.destroy();
  }

  private static void end(Process process) {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
