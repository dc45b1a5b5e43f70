package dev.postbus.sample;

import dev.postbus.EventQueue;
import dev.postbus.sample.shop.Pace;
import dev.postbus.sample.shop.Tally.Count;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker in a JVM of its own, as the process that started it sees it. */
final class WorkerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(8);
  private static final String ENDED = " ended before its work was done";

  private final String name;
  private final Process process;
  private final Console console;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CompletableFuture<Map<Count, Long>> tally = new CompletableFuture<>();

  /** Written by who corrects, one at a time; completed by who reads. */
  private volatile CompletableFuture<Boolean> corrected = new CompletableFuture<>();

  private WorkerProcess(String name, Process process, Console console) {
    this.name = name;
    this.process = process;
    this.console = console;
  }

  /** Starts a worker; what it tells goes to the console. */
  static WorkerProcess start(
      String name, Pace pace, Map<String, String> environment, Console console) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(pace)).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().clear();
      builder.environment().putAll(environment);
      WorkerProcess worker = new WorkerProcess(name, builder.start(), console);
      Thread reader = new Thread(worker::read, name);
      reader.setDaemon(true);
      reader.start();
      return worker;
    } catch (IOException failure) {
      throw SampleException.failed("%s cannot be started: %s".formatted(name, failure), failure);
    }
  }

  /** The same Java with the same options as this process. */
  private static List<String> command(Pace pace) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X") || argument.startsWith("--"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path", ".")));
    command.addAll(List.of(Worker.class.getName(), pace.name()));
    return command;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException gone) {
      // The process is gone, as below.
    }
    SampleException gone = SampleException.failed(name + ENDED);
    ready.completeExceptionally(gone);
    tally.completeExceptionally(gone);
  }

  private void hear(String line) {
    List<String> words = WorkerLine.parse(line);
    switch (words.get(0)) {
      case WorkerLine.READY -> ready.complete(true);
      case WorkerLine.CORRECT -> corrected.complete(true);
      case WorkerLine.TALLY -> tally.complete(WorkerLine.counts(words.subList(1, words.size())));
      case WorkerLine.TELL ->
          console.tell(
              name,
              EventQueue.valueOf(words.get(1)),
              words.get(2),
              Integer.parseInt(words.get(3)),
              words.get(4));
      default -> console.print(name + ": " + line);
    }
  }

  String name() {
    return name;
  }

  /** Returns when the worker handles events. */
  void awaitReady() {
    await(ready, PATIENCE);
  }

  /** Has the worker correct an address; returns when it has. */
  void correct(String customer, String address) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    corrected = answer;
    try {
      say(WorkerLine.of(WorkerLine.CORRECT, customer, address));
    } catch (IOException gone) {
      throw SampleException.failed(name + ENDED, gone);
    }
    await(CompletableFuture.anyOf(answer, tally), PATIENCE);
  }

  /** Ends the worker and returns what it did. */
  Map<Count, Long> finish() {
    endInput();
    Map<Count, Long> counts = await(tally, PATIENCE);
    close();
    return counts;
  }

  private <T> T await(CompletableFuture<T> answer, Duration patience) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw SampleException.failed(
          "%s did not answer within %d s".formatted(name, patience.toSeconds()), late);
    } catch (ExecutionException gone) {
      throw SampleException.failed(gone.getCause().getMessage(), gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw SampleException.failed("interrupted", interrupted);
    }
  }

  private void say(String line) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Tells the worker to finish; returns at once. */
  void endInput() {
    try {
      say(WorkerLine.FINISH);
      process.getOutputStream().close();
    } catch (IOException gone) {
      // Then it has ended already.
    }
  }

  /** Ends the worker: it finishes what it runs, and is killed when that takes too long. */
  @Override
  public void close() {
    endInput();
    try {
      if (!process.waitFor(PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
