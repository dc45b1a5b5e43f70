package dev.postbus.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes part in a benchmark and does what it is told, line by line: see {@link
 * Child}. Used by one thread.
 */
public final class ChildProcess implements AutoCloseable {

  /** Longer than any command takes; a benchmark that hangs shall end. */
  private static final long PATIENCE_SECONDS = 1_800;

  private static final long PATIENCE_AT_END_SECONDS = 20;

  private static final String END = "the end";

  private final String name;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    Thread reader = new Thread(this::read, name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a JVM with this one's class path and the options of all benchmark JVMs. */
  public static ChildProcess java(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return start(main.getSimpleName(), new ProcessBuilder(command));
  }

  /** Returns the options of a JVM that is measured. */
  public static List<String> jvmOptions() {
    List<String> options = new ArrayList<>(List.of("-Xms1g", "-Xmx4g"));
    options.addAll(Environment.words("BENCH_JAVA_OPTIONS"));
    return options;
  }

  /** Starts a program that speaks the same lines. */
  public static ChildProcess start(String name, ProcessBuilder builder) {
    try {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      return new ChildProcess(name, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits until it is ready, once; several can so be started at the same time. */
  public ChildProcess ready() {
    await("start");
    return this;
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException gone) {
      // As when it ends.
    }
    lines.add(END);
  }

  /** Returns the id of the process. */
  public long pid() {
    return process.pid();
  }

  /** Has it carry out a command; returns its answer. */
  public String ask(String command, Object... arguments) {
    tell(command, arguments);
    return await(command);
  }

  /** Gives it a command; {@link #await} returns its answer. */
  public void tell(String command, Object... arguments) {
    StringBuilder line = new StringBuilder(command);
    for (Object argument : arguments) {
      line.append(' ').append(argument);
    }
    try {
      OutputStream input = process.getOutputStream();
      input.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(name + " has ended before \"" + command + "\"", gone);
    }
  }

  /** Returns the answer to a command that was told. */
  public String await(String command) {
    try {
      while (true) {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
          throw new IllegalStateException(
              "%s %s at \"%s\""
                  .formatted(name, line == null ? "gives no answer" : "has ended", command));
        } else if (line.startsWith(Child.ANSWER)) {
          return line.substring(Child.ANSWER.length());
        } else if (line.startsWith(Child.FAILURE)) {
          throw new IllegalStateException(
              "%s failed at \"%s\": %s"
                  .formatted(name, command, line.substring(Child.FAILURE.length())));
        }
        System.err.println(name + ": " + line);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** Lets it end, once; several can so end at the same time. */
  public void end() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // Then it has ended already.
    }
  }

  /** Ends it; kills it when it does not end by itself. */
  @Override
  public void close() {
    end();
    try {
      if (!process.waitFor(PATIENCE_AT_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
